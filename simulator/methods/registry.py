"""Which function carries out which Bot API method."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from simulator.request import Request

Method = Callable[[Request], object]
Specific = TypeVar("Specific", bound=Method)
METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Specific], Specific]:
    """Register a function as a Bot API method."""

    def register(function: Specific) -> Specific:
        METHODS[name] = function
        return function

    return register
