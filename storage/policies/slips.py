"""Slips of the pen and of the input method in Chinese: same sound, similar shape, a wrong character.

A stretch of the query is read as a known term at a price; the cheapest reading of the whole chunk wins.
A real word that no policy holds is never bent into another one by itself, only inside a longer term:
who asks about ships does not mean trees.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from storage.policies.lexicon import Lexicon, Term, sound_holes, spelling_holes
from storage.policies.segments import PieceKind, kind_of_word
from storage.policies.sounds import blur, readings_of
from storage.policies.terms import TermKind, is_dictionary_word
from storage.policies.vocabulary import lookalikes, vocabulary

LONGEST_TERM = 9
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
_AFFORDABLE = 1.3
_AFFORDABLE_KNOWN = 0.5
"""What a correction may cost when the chunk makes sense as it is but finds nothing."""


@dataclass(frozen=True)
class _Reading:
    price: float
    text: str
    changed: bool
    foreign: bool


def correct_slips(chunk: str, lexicon: Lexicon) -> str | None:
    """The chunk as it was probably meant; None without a convincing reading or anything to correct."""
    kept: list[_Reading | None] = [_Reading(0.0, "", False, False)]
    bent: list[_Reading | None] = [None]
    for end in range(1, len(chunk) + 1):
        options = [
            option
            for start in range(max(0, end - LONGEST_TERM), end)
            for reading in _readings(chunk[start:end], lexicon)
            for option in _continued(kept[start], bent[start], reading)
        ]
        kept.append(_cheapest(option for option in options if not option.changed))
        bent.append(_cheapest(option for option in options if option.changed))
    meant, literal = bent[-1], kept[-1]
    if meant is None or meant.foreign:
        return None
    makes_sense = literal is not None and not literal.foreign
    return meant.text if meant.price <= (_AFFORDABLE_KNOWN if makes_sense else _AFFORDABLE) else None


def _continued(kept: _Reading | None, bent: _Reading | None, reading: _Reading) -> Iterator[_Reading]:
    for before in (kept, bent):
        if before is not None:
            yield _Reading(
                before.price + reading.price,
                before.text + reading.text,
                before.changed or reading.changed,
                before.foreign or reading.foreign,
            )


def _cheapest(readings: Iterable[_Reading]) -> _Reading | None:
    return min(readings, key=lambda reading: reading.price, default=None)


def _readings(stretch: str, lexicon: Lexicon) -> Iterator[_Reading]:
    kind = kind_of_word(stretch, lexicon)
    if kind is PieceKind.HOLLOW:
        yield _Reading(_PRICE_HOLLOW, stretch, False, False)
    elif stretch in lexicon.known:
        yield _Reading(_PRICE_KNOWN, stretch, False, False)
        return
    elif kind is not None:
        yield _Reading(_PRICE_FOREIGN, stretch, False, True)
    elif len(stretch) == 1:
        yield _Reading(_PRICE_LONE, stretch, False, True)
    if len(stretch) > 1:
        yield from _bent(stretch, lexicon)


def _bent(stretch: str, lexicon: Lexicon) -> Iterator[_Reading]:
    """The terms that the stretch may be a slip of."""
    if len(stretch) == 2 and is_dictionary_word(stretch):
        return
    short = _PRICE_SHORT if len(stretch) == 2 else 0.0
    sounds = _blurred_sounds(stretch)
    for sound in sounds:
        for term in lexicon.by_sound.get(sound, ())[:_MOST_TERMS]:
            if len(term.text) == len(stretch):
                yield _Reading(short + _sound_price(stretch, term), term.text, True, False)
    for at, hole in enumerate(spelling_holes(stretch)):
        for term in lexicon.by_spelling_hole.get(hole, ())[:_MOST_TERMS]:
            price = _shape_price(stretch, term, at)
            if price is not None:
                yield _Reading(short + price, term.text, True, False)
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
    if len(stretch) >= 3 and not _inside_word(stretch, at) and not is_dictionary_word(stretch):
        return _PRICE_ANY + _PRICE_SHORT - _popularity(term)
    return None


def _is_recognisable(stretch: str, term: Term) -> bool:
    """Whether enough of what the term is about was typed right, general words left aside."""
    core = term.text
    for word in _hollow_words():
        core = core.replace(word, "")
    typed = [char for char, meant in zip(stretch, term.text, strict=False) if char == meant and char in core]
    return len(core) >= 3 and len(typed) >= 2


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
            for term in lexicon.by_sound_hole.get(hole, ())[:2]:
                if _same_characters(stretch, term.text) >= len(stretch) - 2 and _is_recognisable(
                    stretch, term
                ):
                    yield _Reading(_PRICE_TWO_SLIPS - _popularity(term), term.text, True, False)


def _popularity(term: Term) -> float:
    """A small advantage for terms of titles, so that of two equal readings the likelier wins."""
    return 0.02 * min(term.titles, 3) + 0.005 * min(term.documents, 5)
