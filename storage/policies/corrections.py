"""Other readings of a query that found nothing as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from storage.policies.lexicon import Lexicon
from storage.policies.queries import chunks_of
from storage.policies.segments import cut_chunk
from storage.policies.slips import correct_slips
from storage.policies.texts import is_han, runs
from storage.policies.typed_pinyin import read_letters

_SHORTEST_COMPOUND = 4


@dataclass(frozen=True)
class Correction:
    """A query as it was probably meant. `guessed` ones must hit what a policy is about."""

    text: str
    guessed: bool = False


def corrections_of(text: str, lexicon: Lexicon) -> Iterator[Correction]:
    """Readings of a query in pinyin, or with slips, the likeliest first."""
    parts = [run for chunk in chunks_of(text) for run in (*runs(chunk), " ")]
    letters = [part for part in parts if _is_letters(part)]
    if letters:
        for reading, guessed in read_letters(letters, lexicon):
            yield Correction(_in_place(parts, reading), guessed)
        return
    meant = [correct_slips(part, lexicon) if is_han(part[0]) else None for part in parts]
    if any(meant):
        texts = [slip.text if slip else part for slip, part in zip(meant, parts, strict=True)]
        daring = any(slip.daring for slip in meant if slip)
        yield Correction("".join(texts).strip(), guessed=daring)
    turned = [_turned(part, lexicon) for part in parts]
    if turned != parts:
        yield Correction("".join(turned).strip(), guessed=True)
    taken_apart = [_taken_apart(part, lexicon) for part in parts]
    if taken_apart != parts:
        yield Correction("".join(taken_apart).strip(), guessed=True)


def _turned(part: str, lexicon: Lexicon) -> str:
    """Two words side by side that are known only the other way round, turned: what is done, and to what."""
    if not is_han(part[0]):
        return part
    pieces = [piece.text for piece in cut_chunk(part, lexicon)]
    for at, (first, second) in enumerate(pairwise(pieces)):
        if min(len(first), len(second)) > 1 and second + first in lexicon.known:
            pieces[at : at + 2] = [second + first, ""]
    return "".join(pieces)


def _taken_apart(part: str, lexicon: Lexicon) -> str:
    """Compounds that no policy holds, as their two words when these are known."""
    if not is_han(part[0]):
        return part
    pieces = [piece.text for piece in cut_chunk(part, lexicon)]
    return "".join(_halves(piece, lexicon) or piece for piece in pieces)


def _halves(compound: str, lexicon: Lexicon) -> str | None:
    if len(compound) < _SHORTEST_COMPOUND or compound in lexicon.terms:
        return None
    for at in range(2, len(compound) - 1):
        first, second = compound[:at], compound[at:]
        if first in lexicon.known and second in lexicon.known:
            return f" {first} {second} "
    return None


def _is_letters(part: str) -> bool:
    return part.isascii() and part.isalpha()


def _in_place(parts: list[str], reading: str) -> str:
    """The query with its letters replaced by what they spell."""
    first = next(at for at, part in enumerate(parts) if _is_letters(part))
    kept = ["" if _is_letters(part) else part for part in parts]
    kept[first] = reading
    return " ".join("".join(kept).split())
