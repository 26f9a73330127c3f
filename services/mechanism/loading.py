"""Reading mechanism.toml: the packaged values, a district's own keys over them, clear errors."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from services.mechanism.sections import Mechanism
from storage.packaged import packaged_toml


@dataclass(frozen=True)
class KeyProblem:
    """One wrong key: where (`meetings.weekly.weekday`), what stands there, what is expected."""

    key: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.key} = {self.found}: {self.expected}" if self.key else self.expected


class MechanismInvalid(ValueError):
    """The file cannot be used; every problem is listed."""

    def __init__(self, problems: tuple[KeyProblem, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def load_mechanism(text: str = "") -> Mechanism:
    """The packaged mechanism with the keys of `text` (TOML) put over it. Raises MechanismInvalid."""
    defaults = packaged_toml("mechanism.toml")
    try:
        changes = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MechanismInvalid((KeyProblem("", "", f"not TOML: {error}"),)) from error
    try:
        return Mechanism.model_validate(_overlay(defaults, changes))
    except ValidationError as error:
        problems = tuple(_problem(detail, defaults) for detail in error.errors(include_url=False))
        raise MechanismInvalid(problems) from error


@cache
def default_mechanism() -> Mechanism:
    """The mechanism that the product ships with."""
    return load_mechanism()


def _overlay(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    merged = dict(below)
    for key, value in above.items():
        under = below.get(key)
        if isinstance(under, dict) and isinstance(value, dict):
            merged[key] = _overlay(under, value)
        else:
            merged[key] = value
    return merged


def _problem(detail: ErrorDetails, defaults: Mapping[str, object]) -> KeyProblem:
    key = ".".join(str(part) for part in detail["loc"] if part != "[key]")
    expected = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        near = process.extractOne(key, _all_keys(defaults), scorer=fuzz.ratio, score_cutoff=60)
        expected = "unknown key" + (f", did you mean {near[0]}?" if near else "")
    if detail["type"] == "model_type":
        expected = f"a section is expected: [{key}]"
    return KeyProblem(key, repr(detail["input"]), expected)


def _all_keys(table: Mapping[str, object], prefix: str = "") -> list[str]:
    keys = []
    for key, value in table.items():
        keys.append(prefix + key)
        if isinstance(value, dict):
            keys += _all_keys(value, f"{prefix}{key}.")
    return keys
