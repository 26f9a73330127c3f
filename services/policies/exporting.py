"""The policy list as a spreadsheet: the columns and words of the import, so that it can be imported again."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from services.policies.reading import DATES, FLAGS, sheet_words
from storage.policies import Policy, PolicyState, list_policies
from storage.policies.vocabulary import vocabulary

KEYS = (
    *("title", "document_number", "issuer", "level", "factor", "industries", "audience", "summary"),
    *("lead_department", *DATES[:3], *FLAGS, "contact", "source", "external_id"),
    *("conditions", "how_to_apply", "where_to_apply", DATES[3]),
)
"""Columns of the sheet in their order."""

Cell = str | date | None


def policy_headings() -> dict[str, str]:
    """Key to heading of every column, in the order of the sheet."""
    spelled = {**sheet_words().columns, **sheet_words().optional_columns}
    return {key: spelled[key][0] for key in KEYS}


def list_policy_rows(session: Session) -> Iterator[list[Cell]]:
    """Every published policy in the order of its code, a cell per column."""
    for policy in list_policies(session):
        if policy.state == PolicyState.PUBLISHED:
            yield [_cell(policy, key) for key in KEYS]


def _cell(policy: Policy, key: str) -> Cell:
    words = vocabulary()
    if key == "industries":
        return _industries(policy)
    value = policy.model_dump(include={key})[key]
    if key in FLAGS:
        return words.listed("flag_values", "yes" if value else "no")[0]
    if key in ("level", "factor", "source"):
        return words.listed(f"{key}_values", str(value))[0]
    return value if isinstance(value, date) else value and str(value)


def _industries(policy: Policy) -> str:
    words = vocabulary()
    separator = sheet_words().separators.industries[0]
    listed = [words.listed("industry_values", industry)[0] for industry in policy.industry_list]
    return separator.join(listed) or words.listed("industry_everybody")[0]
