"""A return as a spreadsheet: sent out with last month's figures in it, read when it comes back."""

from telegram import Update

from handlers import forms
from handlers.collections import drafts, filling
from handlers.collections.facts import return_facts
from handlers.collections.fetching import READ
from handlers.routes import Routes
from handlers.turn import Turn
from services.collections.planning import numbering_of
from services.collections.returning import indicators_of, last_figures_of, may_hand_in
from services.collections.sheets import SheetNote, mark_of, read_return
from services.files import Matter, remove_attachment
from services.outcomes import NotAllowed, Stale
from storage import collections as rows
from storage.base import require_id, type_json
from storage.bodies import get_body
from storage.collections import Return
from storage.conversations import Conversation, find_conversation
from storage.due import Due, DueState
from storage.files import FileState, StoredFile, blob_path, get_file, list_attachments
from storage.outbox import Priority
from storage.people import get_person
from templates import words

routes = Routes()

SHOWN = 8


@routes.tap("collection.sheet")
def send_sheet(_update: Update, turn: Turn) -> None:
    """Tap: the form as a spreadsheet, to be returned here."""
    handed = rows.find_return(turn.session, turn.press.subject)
    if handed is None:
        raise Stale
    if not may_hand_in(handed, turn.hats):
        raise NotAllowed
    file: type_json = {
        "made": "collection_return",
        "name": _file_name(turn, handed),
        "facts": _rows(turn, handed),
    }
    turn.reply_file("sendDocument", "document", file, "collections/sheet_sent", **return_facts(turn, handed))


@routes.due(READ)
def read_sheet(row: Due, turn: Turn) -> None:
    """The file is there (or will not come): its figures go into the form, or what is wrong is said."""
    form = find_conversation(turn.session, row.subject_id or 0)
    if form is None or not form.goes_on:
        row.state = DueState.MISSED
        return
    handed = rows.get_return(turn.session, form.subject_id or 0)
    file = get_file(turn.session, int(row.payload["file"]))
    wrong = _take(turn, form, handed, file)
    if wrong:
        _put_away(turn, form, require_id(file.id))
        turn.tell(
            get_person(turn.session, form.person_id),
            "collections/sheet_wrong",
            urgent=True,
            priority=Priority.PRESS,
            name=file.name or "",
            wrong=wrong[:SHOWN],
            more=max(0, len(wrong) - SHOWN),
        )
    turn.refresh_cards(drafts.FORM, forms.form_id(form))


def _take(turn: Turn, form: Conversation, handed: Return, file: StoredFile) -> list[SheetNote]:
    if file.state != FileState.STORED or file.sha256 is None:
        return [SheetNote("file_missing")]
    collection = rows.get_collection(turn.session, handed.collection_id)
    reading = read_return(
        blob_path(turn.house.data_dir, file.sha256),
        indicators_of(turn.session, handed),
        numbering_of(collection).code,
        get_body(turn.session, handed.body_id),
        turn.house.mechanism.imports.sheet_limits,
    )
    if not reading.wrong:
        filling.take_values(turn, form, reading.values)
    return reading.wrong


def _put_away(turn: Turn, form: Conversation, file_id: int) -> None:
    """A spreadsheet that cannot be used is not handed in either."""
    matter = Matter(drafts.DRAFT, forms.form_id(form))
    for attached in list_attachments(turn.session, matter.kind, matter.id):
        if attached.file_id == file_id:
            remove_attachment(turn.session, matter, require_id(attached.id))


def _file_name(turn: Turn, handed: Return) -> str:
    collection = rows.get_collection(turn.session, handed.collection_id)
    body = get_body(turn.session, handed.body_id)
    return words("collection_sheet")["return_file"].format(
        month=collection.month.month, body=body.short_name, code=numbering_of(collection).code
    )


def _rows(turn: Turn, handed: Return) -> type_json:
    collection = rows.get_collection(turn.session, handed.collection_id)
    last, figures = last_figures_of(turn.session, handed), rows.list_figures(turn.session, handed)
    listed = []
    for one in indicators_of(turn.session, handed):
        before, figure = last.get(require_id(one.id)), figures.get(require_id(one.id))
        listed.append(
            [
                one.name,
                one.unit,
                str(before) if before is not None else None,
                figure.value if figure else None,
                figure.note if figure else None,
            ]
        )
    code, body = numbering_of(collection).code, get_body(turn.session, handed.body_id)
    return {"code": code, "mark": mark_of(code, body), "rows": listed}
