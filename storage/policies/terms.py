"""The words and phrases of a text: what corrections, pinyin and offers of near words are made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from storage.policies.texts import BREAK, SENTENCE, is_han
from storage.policies.vocabulary import vocabulary

LONGEST_WORD = 8
LONGEST_PAIR = 8
LONGEST_PHRASE = 6
"""Characters of two words side by side, and of three or four."""
_PIECES_PER_PHRASE = 4


class TermKind(StrEnum):
    """A dictionary word; a word completed by a lone character; words side by side in a title."""

    WORD = "word"
    JOINED = "joined"
    PHRASE = "phrase"


@dataclass(frozen=True)
class TextTerms:
    """The terms of one document, and which of them stand in its title."""

    everywhere: dict[str, TermKind]
    in_title: frozenset[str]


def terms_of(title: str, others: Sequence[str]) -> TextTerms:
    """The terms of a document whose texts are given in their plain form."""
    found: dict[str, TermKind] = {}
    for pieces in _clauses(title):
        _collect_title(pieces, found)
    in_title = frozenset(found)
    for text in others:
        for pieces in _clauses(text):
            _collect(pieces, found)
    return TextTerms(found, in_title)


def _clauses(text: str) -> Iterator[list[str]]:
    import rjieba  # its dictionary takes long to load, and only policies need it

    for clause in text.replace(SENTENCE, BREAK).split(BREAK):
        if clause:
            yield rjieba.cut(clause, False)


def _collect(pieces: list[str], found: dict[str, TermKind]) -> None:
    for piece in pieces:
        if 2 <= len(piece) <= LONGEST_WORD and _all_han(piece):
            found[piece] = TermKind.WORD
    suffixes = vocabulary().words("suffixes")
    for word, after in pairwise(pieces):
        if after in suffixes and len(word) <= 3 and is_subject(word) and _all_han(word):
            found.setdefault(word + after, TermKind.JOINED)


def _collect_title(pieces: list[str], found: dict[str, TermKind]) -> None:
    _collect(pieces, found)
    hollow = vocabulary().words("stop")
    regions = vocabulary().by_word("query_levels")
    for start in range(len(pieces)):
        for count in range(2, _PIECES_PER_PHRASE + 1):
            part = pieces[start : start + count]
            phrase = "".join(part)
            longest = LONGEST_PAIR if count == 2 else LONGEST_PHRASE
            if len(part) < count or len(phrase) > longest or not _all_han(phrase):
                break
            if part[0] not in regions and part[0] not in hollow and part[-1] not in hollow:
                found.setdefault(phrase, _kind_of(part))


def _kind_of(part: list[str]) -> TermKind:
    lone = [piece for piece in part if len(piece) == 1]
    if len(part) == 2 and lone and len("".join(part)) <= 3 and all(map(is_subject, part)):
        return TermKind.JOINED
    return TermKind.PHRASE


@lru_cache(maxsize=20_000)
def is_dictionary_word(text: str) -> bool:
    """Whether the dictionary takes this for one word rather than for its parts side by side.

    Merely having an entry says little: rare ones such as `shang shi` (of 'last century') are kept for names.
    """
    import rjieba

    return rjieba.has_word(text) and len(rjieba.cut(text, False)) == 1


_NARRATIVE_TAGS = frozenset(
    ("v", "vd", "vi", "d", "ad", "a", "t", "s", "f", "r", "m", "q", "u", "y", "e", "z")
)
"""Verbs, adverbs, adjectives, times, places, pronouns, counts and particles, as the dictionary tags them."""


def is_topic(word: str) -> bool:
    """Whether a word names a thing rather than telling what somebody does, when, where or how."""
    import rjieba

    return any(tag not in _NARRATIVE_TAGS for _, tag in rjieba.tag(word, False))


@lru_cache(maxsize=20_000)
def is_action(word: str) -> bool:
    """Whether a word is a verb and nothing else."""
    import rjieba

    return all(tag.startswith("v") for _, tag in rjieba.tag(word, False))


@lru_cache(maxsize=20_000)
def frequency(word: str) -> int:
    """How often the dictionary's language has this word; near zero for what is no word."""
    import rjieba

    return int(rjieba.suggest_freq(word))


def is_subject(word: str) -> bool:
    """Whether a word says something by itself: it is not general, hollow, or a call for support."""
    words = vocabulary()
    return not any(word in words.words(group) for group in ("generic", "stop", "aid"))


def _all_han(text: str) -> bool:
    return all(map(is_han, text))
