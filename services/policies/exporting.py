"""The policy list as a spreadsheet: the columns and words of the import, so that it can be imported again."""

from collections.abc import Iterator

from sqlmodel import Session

from services.policies.spelling import KEYS, Cell, cell_of, headings
from storage.policies import PolicyState, list_policies


def policy_headings() -> dict[str, str]:
    """Key to heading of every column, in the order of the sheet."""
    spelled = headings()
    return {key: spelled[key] for key in KEYS}


def list_policy_rows(session: Session) -> Iterator[list[Cell]]:
    """Every published policy in the order of its code, a cell per column."""
    for policy in list_policies(session):
        if policy.state == PolicyState.PUBLISHED:
            values = policy.model_dump(include=set(KEYS))
            yield [cell_of(key, values[key]) for key in KEYS]
