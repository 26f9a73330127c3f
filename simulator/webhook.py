"""Delivery of updates by webhook: in order per chat, again and again until the bot says 200."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from simulator.request import Request
from simulator.world import World


class WebhookSender:
    """Posts updates to the bot's own address."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.url = ""
        self.methods: dict[str, Callable[[Request], Awaitable[object]]] = {}
