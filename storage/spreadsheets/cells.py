"""Single cells: from whatever the file holds to clean text, and from text to what is safe to write."""

from datetime import date, datetime, time, timedelta

Cell = str | float | int | bool | date | datetime | time | timedelta | None

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell_text(value: Cell) -> str:
    """A cell as text: whole numbers without a fraction, dates as `YYYY-MM-DD`, no surrounding blanks or
    invisible characters. Line breaks inside the text stay.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).translate(_INVISIBLE)
    return text.replace("\r\n", "\n").strip()


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program might run this text as a formula."""
    return text.startswith(_FORMULA_STARTS)


def neutralise(text: str) -> str:
    """The same text, written so that no spreadsheet program runs it: an apostrophe goes in front of what
    looks like a formula (OWASP, CSV injection).
    """
    return f"'{text}" if is_formula(text) else text
