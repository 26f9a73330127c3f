"""A returned spreadsheet is read when it has been fetched, not when its message comes (scenario 26)."""

from datetime import timedelta

from handlers import forms
from handlers.intake import IncomingFile
from handlers.turn import Turn
from storage.base import type_json
from storage.conversations import Conversation
from storage.due import Due, schedule
from storage.files import FileState, get_file, waiting_key

READ = "collection.sheet"
OTHER_SHEETS = (".xls", ".csv", ".et", ".ods")
PATIENCE = timedelta(minutes=5)
"""A file that has not come by then is asked for again."""


def is_sheet(file: IncomingFile) -> bool:
    """Whether a file may be a returned form."""
    return (file.name or "").lower().endswith(".xlsx")


def is_other_sheet(file: IncomingFile) -> bool:
    """Whether a file is a spreadsheet of a kind that is not read."""
    return (file.name or "").lower().endswith(OTHER_SHEETS)


def plan_reading(turn: Turn, form: Conversation, file_id: int) -> None:
    """The spreadsheet is read as soon as it has been fetched."""
    there = get_file(turn.session, file_id).state == FileState.STORED
    key = f"{waiting_key(file_id)}return:{forms.form_id(form)}:{turn.now.timestamp():.0f}"
    at = turn.now if there else turn.now + PATIENCE
    payload: type_json = {"file": file_id}
    due = Due(key=key, kind=READ, subject_id=forms.form_id(form), due_at=at, urgent=True, payload=payload)
    schedule(turn.session, due)
