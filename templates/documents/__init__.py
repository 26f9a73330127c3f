"""Documents made of facts, to be sent as files. Slow: never made inside a transaction."""

from collections.abc import Callable, Mapping
from typing import Any

from templates.documents.agenda import make_agenda
from templates.documents.attendance import make_attendance_sheet
from templates.documents.collections import make_return_sheet, make_summary_sheet
from templates.documents.minutes import make_minutes
from templates.documents.policies import make_policy_sheet
from templates.documents.reckoning import make_reckoning_page

Maker = Callable[[Mapping[str, Any]], bytes]
DOCUMENTS: dict[str, Maker] = {
    "agenda": make_agenda,
    "attendance": make_attendance_sheet,
    "collection_return": make_return_sheet,
    "collection_summary": make_summary_sheet,
    "minutes": make_minutes,
    "policies": make_policy_sheet,
    "policy_reckoning": make_reckoning_page,
}


def make_document(document: str, facts: Mapping[str, Any]) -> bytes:
    """The document of this name. Raises KeyError for one that nobody makes."""
    return DOCUMENTS[document](facts)
