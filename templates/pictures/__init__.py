"""Pictures of facts, as PNG. Slow (half a second): never drawn inside a transaction."""

from collections.abc import Mapping
from typing import Any

from templates.pictures.board import draw_board
from templates.pictures.check_in import draw_check_in
from templates.pictures.collection import draw_collection

PICTURES = {"board": draw_board, "check_in": draw_check_in, "collection": draw_collection}


def draw(picture: str, facts: Mapping[str, Any]) -> bytes:
    """The picture of this name. Raises KeyError for one that nobody draws."""
    return PICTURES[picture](facts)
