"""The Bot API's methods; importing this package registers them all."""

from __future__ import annotations

from simulator.methods import about, editing, media, queries, sending
from simulator.methods.registry import METHODS

__all__ = ["METHODS", "about", "editing", "media", "queries", "sending"]
