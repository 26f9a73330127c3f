"""Document numbers, however they are typed: brackets of any style or none, with or without the marks."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from storage.policies.sounds import blur_sound, sound_of
from storage.policies.texts import fold
from storage.policies.vocabulary import vocabulary

NO_YEAR = 0


@dataclass(frozen=True)
class DocumentNumber:
    """`prefix` is what stands before the year, folded and without blanks; `year` may be NO_YEAR.

    `certain` says that the text can hardly mean anything else.
    """

    prefix: str
    year: int
    serial: int
    certain: bool = True


@dataclass(frozen=True)
class _Forms:
    dated: re.Pattern[str]
    year_first: re.Pattern[str]
    undated: re.Pattern[str]
    order: re.Pattern[str]
    order_last: re.Pattern[str]


def parse_document_number(text: str) -> DocumentNumber | None:
    """The document number that a text is or holds, or None."""
    bracketed = _has_bracketed_year(fold(text))
    spaced = " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())
    forms = _forms()
    for form in (forms.dated, forms.year_first, forms.order, forms.order_last, forms.undated):
        match = form.search(spaced)
        if match is not None:
            return _number_from(match, spaced, bracketed)
    return None


def _number_from(match: re.Match[str], text: str, bracketed: bool) -> DocumentNumber:
    found = match.groupdict()
    prefix = (found.get("prefix") or "").replace(" ", "")
    for ignored in vocabulary().listed("document_number", "ignored_prefixes"):
        prefix = prefix.removeprefix(ignored)
    whole = match.group(0).strip() == text
    certain = bool(found.get("mark")) or bracketed or (whole and bool(prefix))
    year = int(found.get("year") or NO_YEAR)
    return DocumentNumber(prefix, year, int(match["serial"]), certain)


def _has_bracketed_year(text: str) -> bool:
    for match in re.finditer(r"(?:19|20)\d\d", text):
        before, after = text[: match.start()].rstrip()[-1:], text[match.end() :].lstrip()[:1]
        if before and unicodedata.category(before) in ("Ps", "Pi") and after:
            return unicodedata.category(after) in ("Pe", "Pf")
    return False


@cache
def _forms() -> _Forms:
    words = vocabulary()
    year_mark = _any_of(words.listed("document_number", "year_marks"))
    serial_mark = _any_of(words.listed("document_number", "serial_marks"))
    order_mark = _any_of(words.listed("document_number", "order_marks"))
    ordinal = _any_of(words.listed("document_number", "ordinal_marks"))
    year, serial = r"(?P<year>(?:19|20)\d\d)", r"(?P<serial>\d{1,5})(?!\d)"
    mark = rf" ?(?P<mark>{serial_mark})"
    name = r"(?P<prefix>[^\W\d_]*)"
    return _Forms(
        dated=re.compile(rf"{name} ?{year} ?{year_mark}? ?{ordinal}? ?{serial}(?:{mark})?"),
        year_first=re.compile(rf"{year} ?{year_mark}? ?(?P<prefix>[^\W\d_]+?) ?{ordinal}? ?{serial}{mark}"),
        undated=re.compile(rf"(?P<prefix>[^\W\d_]{{2,}}?) ?{ordinal}? ?{serial}{mark}"),
        order=re.compile(rf"(?P<prefix>[^\W\d_]*{order_mark}) ?{ordinal}? ?{serial}(?:{mark})?"),
        order_last=re.compile(rf"{serial} ?(?P<mark>{serial_mark} ?{order_mark})"),
    )


def _any_of(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(map(re.escape, words)) + ")"


def prefix_fits(typed: str, known: str, issuer: str) -> bool:
    """Whether a typed prefix may stand for a document's: the same, its end or a shortened list of issuers,
    the issuer's name, or a slip that sounds the same.
    """
    if not typed or typed == known or known.endswith(typed) or (bool(known) and typed.endswith(known)):
        return True
    if typed in issuer:
        return True
    if blur_sound(sound_of(typed)) == blur_sound(sound_of(known)):
        return True
    return typed[-2:] == known[-2:] and _is_subsequence(typed, known)


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
