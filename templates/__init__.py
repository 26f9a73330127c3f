"""Every word that a person reads: one file per message, text and buttons together (Jinja2, Telegram HTML)."""

from templates.rendering import Rendered, render
from templates.words import word, words

__all__ = ["Rendered", "render", "word", "words"]
