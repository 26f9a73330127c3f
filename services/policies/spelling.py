"""How the values of a policy are spelled in a spreadsheet, by its columns and words."""

from datetime import date

from services.policies.reading import DATES, FLAGS, sheet_words
from storage.policies import PolicyValue
from storage.policies.vocabulary import vocabulary

KEYS = (
    *("title", "document_number", "issuer", "level", "factor", "industries", "audience", "summary"),
    *("lead_department", *DATES[:3], *FLAGS, "contact", "source", "external_id"),
    *("conditions", "how_to_apply", "where_to_apply", DATES[3]),
)
"""Columns of the sheet in their order."""

Cell = str | date | None


def headings() -> dict[str, str]:
    """Key to heading of every column, in the order of the sheet."""
    spelled = {**sheet_words().columns, **sheet_words().optional_columns}
    return {key: spelled[key][0] for key in KEYS} | {"state": sheet_words().state_heading}


def cell_of(key: str, value: PolicyValue) -> Cell:
    """A value as its cell holds it."""
    words = vocabulary()
    if key == "industries":
        return _industries(str(value or ""))
    if key in FLAGS:
        return words.listed("flag_values", "yes" if value else "no")[0]
    if key in ("level", "factor", "source"):
        return words.listed(f"{key}_values", str(value))[0]
    if key == "state":
        return sheet_words().states[str(value)]
    return value if isinstance(value, date) or value is None else str(value)


def spell_value(key: str, value: PolicyValue) -> str:
    """A value in words; empty when there is none."""
    cell = cell_of(key, value)
    return "" if cell is None else str(cell)


def _industries(named: str) -> str:
    words = vocabulary()
    separator = sheet_words().separators.industries[0]
    listed = [words.listed("industry_values", industry)[0] for industry in named.split()]
    return separator.join(listed) or words.listed("industry_everybody")[0]
