"""When nothing is found: two words that are near what was typed and really stand in titles."""

from storage.policies.lexicon import Lexicon, Term
from storage.policies.queries import Concept, ParsedQuery
from storage.policies.sounds import sound_of
from storage.policies.terms import is_subject
from storage.policies.texts import is_han
from storage.policies.vocabulary import listed_words

NEAR_WORDS = 2
_SAME_SOUND = 0.6
_MOST_SHARING = 30


def near_words(query: ParsedQuery, lexicon: Lexicon) -> tuple[str, ...]:
    """Two words (fewer when there are fewer) to try instead; each of them finds something."""
    wanted = [concept for concept in query.subjects if any(map(is_han, concept.text))]
    chosen = [word for concept in wanted for word in _known_wordings(concept, lexicon)]
    scored: dict[str, float] = {}
    for concept in wanted:
        for term in _sharing_characters(concept.text, lexicon):
            scored[term.text] = max(scored.get(term.text, 0.0), _likeness(concept.text, term))
    chosen += sorted(scored, key=lambda word: (-scored[word], word))
    chosen += _common_subjects(lexicon)
    typed = {concept.text for concept in query.concepts} if len(query.concepts) == 1 else set()
    return tuple(dict.fromkeys(word for word in chosen if word not in typed))[:NEAR_WORDS]


def _common_subjects(lexicon: Lexicon) -> list[str]:
    """What to try when nothing is near: the factors that titles speak of, then their commonest words."""
    factors = [word for word in listed_words("factor_values") if word in lexicon.terms]
    return [*factors, *(term.text for term in lexicon.frequent[: NEAR_WORDS * 2])]


def _known_wordings(concept: Concept, lexicon: Lexicon) -> list[str]:
    """The asked-for word, or a synonym, when it stands in some title by itself."""
    terms = (lexicon.terms.get(option.text) for option in concept.options)
    return [term.text for term in terms if term is not None and term.titles and is_subject(term.text)][:1]


def _sharing_characters(text: str, lexicon: Lexicon) -> list[Term]:
    return [term for char in dict.fromkeys(text) for term in lexicon.holding(char)[:_MOST_SHARING]]


def _likeness(text: str, term: Term) -> float:
    shared = sum(char in term.text for char in set(text))
    sounds = set(sound_of(text).split(" ")) & set(term.sound.split(" "))
    return (shared + _SAME_SOUND * len(sounds)) / (len(text) + len(term.text)) + 0.01 * min(term.titles, 5)
