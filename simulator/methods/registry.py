"""Which function carries out which Bot API method."""

from __future__ import annotations

from collections.abc import Callable

from simulator.request import Request

Method = Callable[[Request], object]
METHODS: dict[str, Method] = {}
MESSAGE_METHODS: set[str] = set()


def method(name: str) -> Callable[[Method], Method]:
    """Register a function as a Bot API method."""

    def register(function: Method) -> Method:
        METHODS[name] = function
        return function

    return register
