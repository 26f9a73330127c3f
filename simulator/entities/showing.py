"""Text and entities as safe HTML."""

from __future__ import annotations

import html
from collections.abc import Sequence

from simulator.entities.measuring import slice_utf16
from simulator.shapes import Json

_OPENING = {
    "bold": "<b>", "italic": "<i>", "underline": "<u>", "strikethrough": "<s>", "code": "<code>",
    "pre": "<pre>", "blockquote": "<blockquote>", "expandable_blockquote": "<blockquote expandable>",
    "spoiler": "<tg-spoiler>",
}  # fmt: skip


def _opening(entity: Json, covered: str) -> str | None:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">'
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">'
    if kind == "url":
        return f'<a href="{html.escape(covered)}">'
    return _OPENING.get(kind)


def render_html(text: str, entities: Sequence[Json]) -> str:
    """Write text and entities as safe HTML: everything is escaped but Telegram's own tags."""
    if not entities:
        return html.escape(text, quote=False)
    raw = text.encode("utf-16-le")
    pieces: list[str] = []
    open_until: list[tuple[int, str]] = []
    at = 0

    def write_until(position: int) -> None:
        nonlocal at
        while open_until and open_until[-1][0] <= position:
            end, closing = open_until.pop()
            pieces.append(_escaped(raw, at, end) + closing)
            at = max(at, end)
        pieces.append(_escaped(raw, at, position))
        at = max(at, position)

    for entity in sorted(entities, key=lambda each: (each["offset"], -each["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        opening = _opening(entity, slice_utf16(text, start, entity["length"]))
        if opening is None:
            continue
        write_until(start)
        limit = min([end, *(until for until, _ in open_until[-1:])])
        pieces.append(opening)
        open_until.append((limit, f"</{opening[1:-1].split()[0]}>"))
    write_until(len(raw) // 2)
    return "".join(pieces)


def _escaped(raw: bytes, start: int, end: int) -> str:
    return html.escape(raw[start * 2 : end * 2].decode("utf-16-le", "ignore"), quote=False)
