"""The record of what the bot asked for, and of the faults that were planned for it."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Literal

from simulator.shapes import Json

Fault = Literal["drop", "drop_after", "hang"]


@dataclass(slots=True)
class Call:
    """One Bot API call: `outcome` is "ok", "error", "fault", or None while under way; `at` in monotonic s."""

    method: str
    parameters: Json
    chat_id: int | str | None
    at: float
    outcome: str | None = None
    error: str | None = None
    result: object = None
    files: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Violation:
    """A call that broke Telegram's rules: an unknown method or parameter, a wrong type, a limit."""

    method: str
    problem: str
    parameters: Json


class CallLog:
    """All calls, or with `light` only their numbers."""

    def __init__(self, *, light: bool = False) -> None:
        self.light = light
        self.calls: list[Call] = []
        self.counts: Counter[str] = Counter()
        self.violations: list[Violation] = []

    def begin(self, method: str, parameters: Json) -> Call:
        """Note a call that has just come in."""
        call = Call(method, parameters, parameters.get("chat_id"), time.monotonic())
        self.counts[method] += 1
        if not self.light:
            self.calls.append(call)
        return call

    def violated(self, method: str, problem: str, parameters: Json) -> None:
        """Note a broken rule."""
        self.violations.append(Violation(method, problem, parameters))


@dataclass(slots=True)
class PlannedFault:
    """How a coming call is to fail: an HTTP status or a broken line."""

    status: int | Fault
    retry_after: int
    left: int


class FaultPlan:
    """Faults by method; each is used up by the calls it hits. The method "*" stands for every method."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[PlannedFault]] = {}

    def add(self, method: str, status: int | Fault, times: int, retry_after: int) -> None:
        """Let the next `times` calls of a method fail."""
        self._planned.setdefault(method.lower(), deque()).append(PlannedFault(status, retry_after, times))

    def take(self, method: str) -> PlannedFault | None:
        """The fault that hits this call, if one is planned."""
        if not self._planned:
            return None
        for key in (method.lower(), "*"):
            planned = self._planned.get(key)
            if planned:
                fault = planned[0]
                fault.left -= 1
                if fault.left <= 0:
                    planned.popleft()
                    if not planned:
                        del self._planned[key]
                return fault
        return None

    def clear(self) -> None:
        """Forget every planned fault."""
        self._planned.clear()
