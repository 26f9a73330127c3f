"""The wordings under which a policy may speak of what was typed, and how close each is to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from storage.policies.abbreviations import unfold
from storage.policies.lexicon import Lexicon
from storage.policies.terms import is_dictionary_word, is_subject, is_topic
from storage.policies.vocabulary import LEAD, PARTED, SAME, vocabulary

_SHORTEST_COMPOUND = 4
ENDING_CLOSENESS = 0.85
"""How close the word without its ending, or its short form, is to the word."""
PARTS_CLOSENESS = 0.8
"""The same for a compound of which only the two words are there."""
ACROSS_CLOSENESS = 0.65
"""The same for an everyday word of two characters that policies have only across two words, if at all."""
STEM_CLOSENESS = 0.65
"""The same for a word that has synonyms: these say better what is meant."""


@dataclass(frozen=True)
class Option:
    """One wording of a concept and how close it is to what was typed (0-1)."""

    text: str
    closeness: float = 1.0


def options_of(text: str, lexicon: Lexicon) -> tuple[Option, ...]:
    """The wordings that answer a word, the closest first: itself, synonyms, stem, other form, parts."""
    said_for = lexicon.synonyms.get(text, ())
    everyday = said_for and all(closeness <= LEAD for _, closeness in said_for)
    across_words = len(text) == 2 and everyday and text not in lexicon.terms
    options = {text: Option(text, ACROSS_CLOSENESS if across_words else 1.0)}
    for word, closeness in said_for:
        seen_across_words = len(word) == 2 and closeness < SAME and word not in lexicon.terms
        if not seen_across_words:
            options.setdefault(word, Option(word, closeness))
    if not lexicon.is_word(text):
        _add_forms(text, options, lexicon)
    parts = _parts_of(text, lexicon)
    if parts:
        options.setdefault(parts, Option(parts, PARTS_CLOSENESS))
    return tuple(sorted(options.values(), key=lambda option: -option.closeness))


def _add_forms(text: str, options: dict[str, Option], lexicon: Lexicon) -> None:
    form_closeness = STEM_CLOSENESS if len(options) > 1 else ENDING_CLOSENESS
    for word in (*_stems(text, lexicon), *unfold(text, lexicon)):
        options.setdefault(word, Option(word, form_closeness))
        for other, closeness in lexicon.synonyms.get(word, ()):
            options.setdefault(other, Option(other, form_closeness * closeness))


def _stems(text: str, lexicon: Lexicon) -> Iterator[str]:
    """The word without its ending, or without a verb before it; a maker's trade may be one character."""
    words = vocabulary()
    if text[-1] in words.words("suffixes") and lexicon.is_word(text[:-1]) and not is_dictionary_word(text):
        yield text[:-1]
        return
    if len(text) > 2 and text[1:] in lexicon.known and is_subject(text[1:]) and not is_topic(text[0]):
        yield text[1:]
        return
    for support in words.listed("aid"):
        stem = text.removesuffix(support)
        if stem != text and len(stem) > 1 and is_subject(stem):
            yield stem
            return
    for ending in words.listed("endings"):
        stem = text.removesuffix(ending)
        if stem != text and is_subject(stem) and len(stem) >= (1 if ending in words.words("makers") else 2):
            yield stem
            return


def _parts_of(compound: str, lexicon: Lexicon) -> str | None:
    """The two words of a compound that each say something, to be found side by side or apart."""
    if len(compound) < _SHORTEST_COMPOUND:
        return None
    for at in range(len(compound) - 2, 1, -1):
        words = (compound[:at], compound[at:])
        if all(lexicon.is_word(word) and is_subject(word) for word in words):
            return PARTED.join(words)
    return None
