"""Formatted text as Telegram counts it: plain text plus entities, offsets in UTF-16 units."""

from simulator.entities.finding import detect
from simulator.entities.measuring import slice_utf16, trim, utf16_length
from simulator.entities.reading import parse_html, unknown_characters
from simulator.entities.showing import render_html

__all__ = ["detect", "parse_html", "render_html", "slice_utf16", "trim", "unknown_characters", "utf16_length"]
