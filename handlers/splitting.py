"""Cutting a long message at line ends, without ever cutting Telegram's HTML."""

from collections.abc import Iterator
from html import escape, unescape
from re import compile as pattern

_TAG = pattern(r"<(/?)([a-z0-9-]+)[^>]*>")


def plain_units(text: str) -> int:
    """Length of Telegram HTML as Telegram counts it: UTF-16 units of the text without its tags."""
    return _units(unescape(_TAG.sub("", text)))


def split_lines(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` units each; at least one. Tags open at a cut are closed and opened anew.

    A single line that is too long loses its formatting and is cut where it must be.
    """
    if plain_units(text) <= limit:
        return [text]
    return list(_parts(text, limit))


def _parts(text: str, limit: int) -> Iterator[str]:
    part, length = "", 0
    for line in _short_lines(text, limit):
        units = plain_units(line)
        if part and length + 1 + units > limit:
            opened = _open_tags(part)
            yield part + "".join(f"</{_name(tag)}>" for tag in reversed(opened))
            part, length = "".join(opened) + line, units
        else:
            part, length = f"{part}\n{line}" if part else line, length + units + bool(part)
    yield part


def _short_lines(text: str, limit: int) -> Iterator[str]:
    for line in text.split("\n"):
        if plain_units(line) <= limit:
            yield line
            continue
        *first, last = _chunks(unescape(_TAG.sub("", line)), limit)
        yield from first
        yield last + _beyond(line)


def _chunks(plain: str, limit: int) -> Iterator[str]:
    while plain:
        size = _fitting(plain, limit)
        yield escape(plain[:size], quote=False)
        plain = plain[size:]


def _beyond(line: str) -> str:
    """The tags of a line that reach beyond it: ends of what was begun earlier, beginnings for later lines."""
    ends, begun = "", list[str]()
    for found in _TAG.finditer(line):
        if not found[1]:
            begun.append(found[0])
        elif begun:
            begun.pop()
        else:
            ends += found[0]
    return ends + "".join(begun)


def _fitting(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` units."""
    size = min(len(text), limit)
    while _units(text[:size]) > limit:
        size -= max(1, (_units(text[:size]) - limit) // 2)
    return size


def _open_tags(text: str) -> list[str]:
    """The tags that are still open at the end of `text`, outermost first."""
    opened: list[str] = []
    for found in _TAG.finditer(text):
        if not found[1]:
            opened.append(found[0])
        elif opened:
            opened.pop()
    return opened


def _name(tag: str) -> str:
    found = _TAG.match(tag)
    return found[2] if found else ""


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
