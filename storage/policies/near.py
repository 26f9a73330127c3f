"""When nothing is found: two words that are near what was typed and really stand in titles."""

from storage.policies.lexicon import Lexicon, Term
from storage.policies.queries import Concept, ParsedQuery
from storage.policies.sounds import sound_of
from storage.policies.texts import is_han
from storage.policies.vocabulary import vocabulary

NEAR_WORDS = 2
_SAME_SOUND = 0.6


def near_words(query: ParsedQuery, lexicon: Lexicon) -> tuple[str, ...]:
    """Two words (fewer when there are fewer) to try instead; each of them finds something."""
    wanted = [concept for concept in query.subjects if any(map(is_han, concept.text))]
    chosen = [word for concept in wanted for word in _known_wordings(concept, lexicon)]
    scored: dict[str, float] = {}
    for concept in wanted:
        for term in _sharing_characters(concept.text, lexicon):
            scored[term.text] = max(scored.get(term.text, 0.0), _likeness(concept.text, term))
    chosen += sorted(scored, key=lambda word: (-scored[word], word))
    chosen += [term.text for term in _most_frequent(lexicon)]
    typed = {concept.text for concept in query.concepts} if len(query.concepts) == 1 else set()
    return tuple(dict.fromkeys(word for word in chosen if word not in typed))[:NEAR_WORDS]


def _known_wordings(concept: Concept, lexicon: Lexicon) -> list[str]:
    """The asked-for word, or a synonym, when it stands in some title by itself."""
    found = [option.text for option in concept.options if _is_offered(lexicon.terms.get(option.text))]
    return found[:1]


def _sharing_characters(text: str, lexicon: Lexicon) -> list[Term]:
    terms = [term for char in dict.fromkeys(text) for term in lexicon.by_character.get(char, ())[:30]]
    return [term for term in terms if _is_offered(term)]


def _likeness(text: str, term: Term) -> float:
    shared = sum(char in term.text for char in set(text))
    sounds = set(sound_of(text).split(" ")) & set(term.sound.split(" "))
    return (shared + _SAME_SOUND * len(sounds)) / (len(text) + len(term.text)) + 0.01 * min(term.titles, 5)


def _most_frequent(lexicon: Lexicon) -> list[Term]:
    offered = (term for term in lexicon.frequent if _is_offered(term))
    return [term for term, _ in zip(offered, range(NEAR_WORDS * 2), strict=False)]


def _is_offered(term: Term | None) -> bool:
    if term is None or not term.titles:
        return False
    words = vocabulary()
    return not any(term.text in words.words(group) for group in ("generic", "stop", "aid"))
