"""The policy list as the import reads it (M18)."""

from collections.abc import Mapping
from typing import Any

from storage.spreadsheets.writing import SheetColumn
from templates.documents.sheets import written
from templates.words import words

NARROW = 12
WIDTHS = {"title": 48, "audience": 24, "summary": 60, "conditions": 24}


def policy_columns(headings: Mapping[str, str]) -> list[SheetColumn]:
    """The columns of the list, each as wide as it needs; `headings` by key."""
    return [SheetColumn(text, WIDTHS.get(key, NARROW)) for key, text in headings.items()]


def make_policy_sheet(facts: Mapping[str, Any]) -> bytes:
    """`headings` by key, and `rows` with a cell per heading."""
    return written(words("export")["policies"], policy_columns(facts["headings"]), iter(facts["rows"]))
