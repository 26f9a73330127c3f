"""Text measured in UTF-16 units, as Telegram counts it."""

from __future__ import annotations

from simulator.shapes import Json

SPACES = " \t\r\n"


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the measure of every limit and offset of Telegram."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for character in text if character > "\uffff")


def slice_utf16(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    raw = text.encode("utf-16-le")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "ignore")


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut white space at both ends, as Telegram does, and move the entities along."""
    left = text.lstrip(SPACES)
    cut = len(text) - len(left)
    plain = left.rstrip(SPACES)
    if len(plain) == len(text):
        return text, entities
    length = utf16_length(plain)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        end = min(length, entity["offset"] + entity["length"] - cut)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return plain, kept
