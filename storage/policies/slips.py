"""Slips of the pen and of the input method in Chinese: same sound, similar shape, a wrong character.

A stretch of the query is read as a known term at a price; the cheapest reading of the whole chunk wins.
A real word that no policy holds is never bent into another one by itself, only inside a longer term:
whoever types 造船 does not mean 造林.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import rjieba

from storage.policies.lexicon import Lexicon, Term, sound_holes, spelling_holes
from storage.policies.segments import PieceKind, kind_of_word
from storage.policies.sounds import blur, readings_of
from storage.policies.terms import TermKind
from storage.policies.vocabulary import lookalikes

LONGEST_TERM = 9
_MOST_READINGS = 6
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


@dataclass(frozen=True)
class _Reading:
    price: float
    text: str
    changed: bool
    foreign: bool


def correct_slips(chunk: str, lexicon: Lexicon) -> str | None:
    """The chunk as it was probably meant, or None when there is no convincing reading or nothing to correct."""
    best: list[_Reading] = [_Reading(0.0, "", False, False)]
    for end in range(1, len(chunk) + 1):
        options = [
            _Reading(
                best[start].price + reading.price,
                best[start].text + reading.text,
                best[start].changed or reading.changed,
                best[start].foreign or reading.foreign,
            )
            for start in range(max(0, end - LONGEST_TERM), end)
            for reading in _readings(chunk[start:end], lexicon)
        ]
        best.append(min(options, key=lambda option: option.price))
    meant = best[-1]
    acceptable = meant.changed and not meant.foreign and meant.price <= _AFFORDABLE
    return meant.text if acceptable else None


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
    if len(stretch) == 2 and rjieba.has_word(stretch):
        return
    short = _PRICE_SHORT if len(stretch) == 2 else 0.0
    sounds = _blurred_sounds(stretch)
    for sound in sounds:
        for term in lexicon.by_sound.get(sound, ())[:3]:
            if len(term.text) == len(stretch):
                yield _Reading(short + _sound_price(stretch, term), term.text, True, False)
    for at, hole in enumerate(spelling_holes(stretch)):
        for term in lexicon.by_spelling_hole.get(hole, ())[:4]:
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
    if len(stretch) >= 4 and not _inside_word(stretch, at) and term.kind is not TermKind.PHRASE:
        return _PRICE_ANY - _popularity(term)
    if len(stretch) >= 3 and not _inside_word(stretch, at) and not rjieba.has_word(stretch):
        return _PRICE_ANY + _PRICE_SHORT - _popularity(term)
    return None


def _inside_word(stretch: str, at: int) -> bool:
    """Whether the character belongs to a dictionary word of its own: then it was typed on purpose."""
    pairs = (stretch[start : start + 2] for start in (at - 1, at) if 0 <= start <= len(stretch) - 2)
    return any(rjieba.has_word(pair) for pair in pairs)


def _two_slips(stretch: str, sounds: list[str], lexicon: Lexicon) -> Iterator[_Reading]:
    """One character of the wrong sound among others that at least sound right."""
    for sound in sounds[:2]:
        for hole in sound_holes(sound):
            for term in lexicon.by_sound_hole.get(hole, ())[:2]:
                same = sum(typed == meant for typed, meant in zip(stretch, term.text, strict=False))
                if same >= len(stretch) - 2 and same >= 2:
                    yield _Reading(_PRICE_TWO_SLIPS - _popularity(term), term.text, True, False)


def _popularity(term: Term) -> float:
    """A small advantage for terms of titles, so that of two equal readings the likelier wins."""
    return 0.02 * min(term.titles, 3) + 0.005 * min(term.documents, 5)
