"""Slips of the pen and of the input method in Chinese: same sound, similar shape, a wrong character.

A stretch of the query is read as a known term at a price; the cheapest reading of the whole chunk wins.
A real word that no policy holds is never bent into another one by itself, only inside a longer term:
who asks about ships does not mean trees.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from storage.policies.lexicon import Lexicon, Term, sound_holes, spelling_holes
from storage.policies.segments import PieceKind, kind_of_word
from storage.policies.sounds import blur, readings_of
from storage.policies.terms import TermKind, is_dictionary_word
from storage.policies.vocabulary import lookalikes, vocabulary

LONGEST_TERM = 9
LONGEST_CHUNK = 24
"""Characters; longer chunks are pasted, not typed."""
_MOST_READINGS = 6
_MOST_TERMS = 12
_PRICE_KNOWN = 0.03
_PRICE_HOLLOW = 0.15
_PRICE_LONE = 0.9
_PRICE_FOREIGN = 1.2
_PRICE_SAME_SOUND = 0.22
_PRICE_NEAR_SOUND = 0.3
_PRICE_SHAPE = 0.32
_PRICE_ANY = 0.62
_PRICE_TWO_SLIPS = 0.8
_PRICE_SHORT = 0.12
"""What two characters cost more than a longer term: there is less to recognise them by."""
_PRICE_DARING = 0.46
_AFFORDABLE = 1.3
_AFFORDABLE_KNOWN = 0.5
"""What a correction may cost when the chunk makes sense as it is but finds nothing."""


@dataclass(frozen=True)
class Slip:
    """What a chunk was probably meant to be. A `daring` reading bends a real word because of its company;
    it must hit what a policy is about.
    """

    text: str
    daring: bool


@dataclass(frozen=True)
class _Reading:
    price: float
    text: str
    changed: bool = False
    foreign: bool = False
    daring: bool = False
    anchored: bool = False
    """Whether something that says what it is about was typed right."""

    def then(self, after: "_Reading") -> "_Reading":
        return _Reading(
            self.price + after.price,
            self.text + after.text,
            self.changed or after.changed,
            self.foreign or after.foreign,
            self.daring or after.daring,
            self.anchored or after.anchored,
        )


def correct_slips(chunk: str, lexicon: Lexicon) -> Slip | None:
    """The chunk as it was probably meant; None without a convincing reading or anything to correct."""
    if len(chunk) > LONGEST_CHUNK:
        return None
    kept: list[_Reading | None] = [_Reading(0.0, "")]
    bent: list[_Reading | None] = [None]
    for end in range(1, len(chunk) + 1):
        options = [
            before.then(reading)
            for start in range(max(0, end - LONGEST_TERM), end)
            for reading in _readings(chunk[start:end], lexicon)
            for before in (kept[start], bent[start])
            if before is not None
        ]
        kept.append(_cheapest(option for option in options if not option.changed))
        bent.append(_cheapest(option for option in options if option.changed))
    return _convincing(bent[-1], kept[-1])


def _convincing(meant: _Reading | None, literal: _Reading | None) -> Slip | None:
    if meant is None or meant.foreign or (meant.daring and not meant.anchored):
        return None
    makes_sense = literal is not None and not literal.foreign
    if meant.price > (_AFFORDABLE_KNOWN if makes_sense else _AFFORDABLE):
        return None
    return Slip(meant.text, meant.daring)


def _cheapest(readings: Iterable[_Reading]) -> _Reading | None:
    return min(readings, key=lambda reading: reading.price, default=None)


def _readings(stretch: str, lexicon: Lexicon) -> Iterator[_Reading]:
    kind = kind_of_word(stretch, lexicon)
    if kind is PieceKind.HOLLOW:
        yield _Reading(_PRICE_HOLLOW, stretch)
    elif stretch in lexicon.known:
        anchored = len(stretch) > 1 and kind not in (PieceKind.AID, PieceKind.GENERIC)
        yield _Reading(_PRICE_KNOWN, stretch, anchored=anchored)
        return
    elif kind is not None:
        yield _Reading(_PRICE_FOREIGN, stretch, foreign=True)
    elif len(stretch) == 1:
        yield _Reading(_PRICE_LONE, stretch, foreign=True)
    if len(stretch) == 2 and is_dictionary_word(stretch):
        yield from _bent_words(stretch, lexicon)
    elif len(stretch) > 1:
        yield from _bent(stretch, lexicon)


def _bent_words(word: str, lexicon: Lexicon) -> Iterator[_Reading]:
    """A real word of two characters as a slip of one that sounds exactly the same."""
    for sound in _blurred_sounds(word):
        for term in lexicon.sounding(sound)[:_MOST_TERMS]:
            exact = all(
                part in readings_of(char) for part, char in zip(term.sound.split(" "), word, strict=False)
            )
            if exact and len(term.text) == 2 and term.kind is TermKind.WORD:
                yield _Reading(_PRICE_DARING - _popularity(term), term.text, changed=True, daring=True)


def _bent(stretch: str, lexicon: Lexicon) -> Iterator[_Reading]:
    """The terms that the stretch may be a slip of."""
    short = _PRICE_SHORT if len(stretch) == 2 else 0.0
    sounds = _blurred_sounds(stretch)
    for sound in sounds:
        for term in lexicon.sounding(sound)[:_MOST_TERMS]:
            if len(term.text) == len(stretch):
                yield _Reading(short + _sound_price(stretch, term), term.text, changed=True)
    for at, hole in enumerate(spelling_holes(stretch)):
        for term in lexicon.spelled(hole)[:_MOST_TERMS]:
            price = _shape_price(stretch, term, at)
            if price is not None:
                yield _Reading(short + price, term.text, changed=True)
    if len(stretch) >= 4:
        yield from _two_slips(stretch, sounds, lexicon)


def _blurred_sounds(stretch: str) -> list[str]:
    choices = [tuple(dict.fromkeys(map(blur, readings_of(char)))) for char in stretch]
    combinations: list[str] = []
    for combination in product(*choices):
        combinations.append(" ".join(combination))
        if len(combinations) == _MOST_READINGS:
            break
    return combinations


def _sound_price(stretch: str, term: Term) -> float:
    price = 0.0
    for typed, meant, sound in zip(stretch, term.text, term.sound.split(" "), strict=False):
        if typed != meant:
            price += _PRICE_SAME_SOUND if sound in readings_of(typed) else _PRICE_NEAR_SOUND
    return price - _popularity(term)


def _shape_price(stretch: str, term: Term, at: int) -> float | None:
    typed, meant = stretch[at], term.text[at]
    if meant in lookalikes().get(typed, ()):
        return _PRICE_SHAPE - _popularity(term)
    if not _is_recognisable(stretch, term):
        return None
    if len(stretch) >= 4 and not _inside_word(stretch, at) and term.kind is not TermKind.PHRASE:
        return _PRICE_ANY - _popularity(term)
    if len(stretch) == 3 and is_dictionary_word(stretch[:at] + stretch[at + 1 :]):
        return None  # a word and another thing's name, not a slip: electronic what
    if len(stretch) >= 3 and not _inside_word(stretch, at) and not is_dictionary_word(stretch):
        return _PRICE_ANY + _PRICE_SHORT - _popularity(term)
    return None


def _is_recognisable(stretch: str, term: Term) -> bool:
    """Whether enough of what the term is about was typed right, general words left aside."""
    core = _core(term.text)
    typed = [char for char, meant in zip(stretch, term.text, strict=False) if char == meant and char in core]
    return len(core) >= 3 and len(typed) >= 2


@lru_cache(maxsize=20_000)
def _core(text: str) -> str:
    for word in _hollow_words():
        text = text.replace(word, "")
    return text


@cache
def _hollow_words() -> tuple[str, ...]:
    words = vocabulary()
    return tuple(word for group in ("aid", "generic") for word in words.listed(group) if len(word) > 1)


def _same_characters(one: str, other: str) -> int:
    return sum(mine == theirs for mine, theirs in zip(one, other, strict=False))


def _inside_word(stretch: str, at: int) -> bool:
    """Whether the character belongs to a dictionary word of its own: then it was typed on purpose."""
    pairs = (stretch[start : start + 2] for start in (at - 1, at) if 0 <= start <= len(stretch) - 2)
    return any(is_dictionary_word(pair) for pair in pairs)


def _two_slips(stretch: str, sounds: list[str], lexicon: Lexicon) -> Iterator[_Reading]:
    """One character of the wrong sound among others that at least sound right."""
    for sound in sounds[:2]:
        for hole in sound_holes(sound):
            for term in lexicon.sounding_like(hole)[:2]:
                if _same_characters(stretch, term.text) >= len(stretch) - 2 and _is_recognisable(
                    stretch, term
                ):
                    yield _Reading(_PRICE_TWO_SLIPS - _popularity(term), term.text, changed=True)


def _popularity(term: Term) -> float:
    """A small advantage for terms of titles, so that of two equal readings the likelier wins."""
    return 0.02 * min(term.titles, 3) + 0.005 * min(term.documents, 5)
