"""A tap on an inline button: `verb:id36:argument…`, exactly as templates write it."""

from dataclasses import dataclass

from services.outcomes import Stale

LARGEST = 2**31
"""Ids are smaller; PostgreSQL refuses larger numbers with an error instead of finding nothing."""


@dataclass(frozen=True, slots=True)
class Press:
    """A parsed tap. It may be stale or forged: whatever it names must be looked up and checked."""

    verb: str
    subject_id: int | None = None
    arguments: tuple[str, ...] = ()

    def argument(self, place: int = 0) -> str:
        """One argument. Raises Stale when the button does not carry it."""
        if place >= len(self.arguments):
            raise Stale
        return self.arguments[place]

    def number(self, place: int = 0) -> int:
        """One argument as a whole number that a database takes for an id. Raises Stale."""
        try:
            value = int(self.argument(place))
        except ValueError:
            raise Stale from None
        if abs(value) >= LARGEST:
            raise Stale
        return value

    @property
    def subject(self) -> int:
        """The matter's id. Raises Stale when there is none."""
        if self.subject_id is None:
            raise Stale
        return self.subject_id


def parse_press(data: str) -> Press:
    """Read callback data; something that we never wrote gives a press whose verb nobody knows."""
    verb, *rest = data.split(":")
    subject = rest[0] if rest else ""
    try:
        subject_id = int(subject, 36) if subject else None
    except ValueError:
        return Press(verb="")
    if subject_id is not None and not 0 < subject_id < LARGEST:
        return Press(verb="")
    return Press(verb=verb, subject_id=subject_id, arguments=tuple(rest[1:]))
