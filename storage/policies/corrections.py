"""Other readings of a query that found nothing as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from storage.policies.lexicon import Lexicon
from storage.policies.queries import chunks_of
from storage.policies.slips import correct_slips
from storage.policies.texts import is_han, runs
from storage.policies.typed_pinyin import read_letters


@dataclass(frozen=True)
class Correction:
    """A query as it was probably meant. `guessed` ones (from initials) must hit what a policy is about."""

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
        yield Correction("".join(new or old for new, old in zip(meant, parts, strict=True)).strip())


def _is_letters(part: str) -> bool:
    return part.isascii() and part.isalpha()


def _in_place(parts: list[str], reading: str) -> str:
    """The query with its letters replaced by what they spell."""
    first = next(at for at, part in enumerate(parts) if _is_letters(part))
    kept = ["" if _is_letters(part) else part for part in parts]
    kept[first] = reading
    return " ".join("".join(kept).split())
