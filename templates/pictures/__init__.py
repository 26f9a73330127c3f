"""Pictures of facts, as PNG. Slow (half a second): never drawn inside a transaction."""

from collections.abc import Mapping
from typing import Any

from templates.pictures.board import draw_board

PICTURES = {"board": draw_board}


def draw(picture: str, facts: Mapping[str, Any]) -> bytes:
    """The picture of this name. Raises KeyError for one that nobody draws."""
    return PICTURES[picture](facts)
