"""Writes docs/issues.md from the one table of a problem's life (`make docs`); a test keeps it current."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from services.issues.conditions import When
from services.issues.transitions import (
    TRANSITIONS,
    Actor,
    Clock,
    Need,
    NextLead,
    NextOwner,
    Transition,
)
from storage.issues import IssueState
from templates.words import words

PAGE = Path(__file__).parents[1] / "docs" / "issues.md"

HEAD = """\
# The life of a problem

Written by `make docs` from `services/issues/transitions/table.py`; do not edit it. Buttons, rights,
clocks and the words of the timeline come from the same table, and nobody else compares states. The names are
those of the code; what they mean stands beside them there, the conditions in `services/issues/conditions.py`.

- Whoever may carry a row out gets its button, the main one (★) first; of two rows of one action the first.
- A row with a *decider* only asks: until that one agrees by a tap, owner and clock stay as they are (M8).
  A request that is not decided in time goes to the office; one whose problem has moved on is void.
- `same` and `goes_on` are left out. Every open problem has an owner and a clock.
- Actions without a change of state leave older buttons valid; every other one makes them void.

```mermaid
stateDiagram-v2
    [*] --> waiting: 提报
"""


def page() -> str:
    """The whole page."""
    return "".join((HEAD, *_diagram(), "```\n", *_tables(), *_legend()))


def _diagram() -> Iterator[str]:
    """One arrow for each pair of states, with all that leads from one to the other."""
    arrows: dict[tuple[str, str], dict[str, None]] = {}
    for row in TRANSITIONS:
        if row.to is not None:
            arrows.setdefault((row.state.value, row.to.value), {})[_label(row)] = None
    for (origin, target), labels in arrows.items():
        yield f"    {origin} --> {target}: {', '.join(labels)}\n"
    ends = {row.to for row in TRANSITIONS if row.to} - {row.state for row in TRANSITIONS}
    for state in sorted(ends):
        yield f"    {state} --> [*]\n"


def _tables() -> Iterator[str]:
    for state in dict.fromkeys(row.state for row in TRANSITIONS):
        yield f"\n## {state.value} · {_word('issue_state', state)}\n\n"
        yield "| action | who | if | needs | decider | then | owner | lead | clock |\n"
        yield "|---|---|---|---|---|---|---|---|---|\n"
        yield from (_line(row) for row in TRANSITIONS if row.state is state)


def _line(row: Transition) -> str:
    cells = (
        f"{row.action.value} {_label(row)}{' ★' if row.is_main else ''}",
        _list(sorted(who.value for who in row.who)),
        _list(when.value for when in row.when),
        "" if row.need is Need.NOTHING else row.need.value,
        f"{row.asks.decider.value} → {row.asks.action.value}" if row.asks else "",
        row.to.value if row.to else "",
        "" if row.owner is NextOwner.SAME else row.owner.value,
        "" if row.lead is NextLead.SAME else row.lead.value,
        "" if row.clock is Clock.GOES_ON else row.clock.value,
    )
    return f"| {' | '.join(cells)} |\n"


def _legend() -> Iterator[str]:
    ends = [state for state in IssueState if all(row.state is not state for row in TRANSITIONS)]
    names = (f"{state.value} {_word('issue_state', state)}" for state in ends)
    yield f"\nEnds: {_list(names)}.\n"
    yield f"\nActors: {_list(actor.value for actor in Actor)}.\n"
    yield f"\nConditions: {_list(when.value for when in When)}.\n"


def _label(row: Transition) -> str:
    return _word("issue_action", row.action)


def _word(group: str, key: str) -> str:
    return words(group).get(key, key)


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
