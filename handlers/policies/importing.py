"""The policy list as a spreadsheet in chat: handed in, shown, written in steps, undone (M18)."""

from datetime import timedelta

from telegram import Update

from handlers import forms
from handlers.intake import IncomingFile, Intake
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.files import Matter, NewFile, attach_file
from services.people import hats_of
from services.policies import (
    MOST_CHANGES,
    SheetFile,
    begin_import,
    confirm_import,
    drop_import,
    finish_import,
    get_import,
    is_as_shown,
    may_undo,
    note_of,
    read_import,
    restore_lines,
    undo_import,
    write_lines,
)
from services.rights import Right, may
from storage.base import require_id
from storage.conversations import Conversation
from storage.due import Due, DueState, schedule
from storage.files import FileState, blob_path, get_file, waiting_key
from storage.people import Person
from storage.policies.imports import (
    ImportState,
    LineKind,
    LineState,
    PolicyImport,
    count_lines,
    count_pages,
    find_import,
    list_page,
)
from templates.notes import describe_note

routes = Routes()

FORM = "policy_sheet"
CARD = "policy_import"
READ, WRITE, UNDO = "policy.sheet_read", "policy.sheet_write", "policy.sheet_undo"
ENDING = ".xlsx"
PATIENCE = timedelta(minutes=5)
"""A file that has not come by then is asked for again."""
DIGEST = 8


@routes.tap("policy.sheet")
def begin(_update: Update, turn: Turn) -> None:
    """Tap of who keeps policies: the spreadsheet is asked for. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    form = forms.open_form(turn, FORM, asked="file")
    turn.reply("policies/sheet_wanted", form=forms.form_id(form))


@routes.form(FORM)
def take_sheet(turn: Turn, form: Conversation, intake: Intake) -> None:
    """The spreadsheet; anything else is answered with what is wanted. Raises NotAllowed."""
    sheets = [file for file in intake.files if is_sheet(file)]
    if not sheets:
        turn.reply("policies/refused/sheet_wanted")
        return
    forms.close_form(turn, form)
    _hand_in(turn, sheets[0])


@routes.handed("policies")
def take_unasked(turn: Turn, intake: Intake) -> bool:
    """A spreadsheet without a word, from somebody who keeps policies: most likely the list."""
    sheets = [file for file in intake.files if is_sheet(file)]
    if not sheets or not turn.may(Right.KEEP_POLICIES):
        return False
    _hand_in(turn, sheets[0])
    return True


def is_sheet(file: IncomingFile) -> bool:
    """Whether a file may be a list."""
    return (file.name or "").lower().endswith(ENDING)


def _hand_in(turn: Turn, sent: IncomingFile) -> None:
    handed_in = begin_import(turn.session, sent.name or "", hats=turn.hats, now=turn.now)
    import_id = require_id(handed_in.id)
    file = NewFile(sent.kind, sent.file_id, sent.unique_id, sent.size, sent.name, sent.mime)
    attached = attach_file(turn.session, Matter(CARD, import_id), file, person_id=turn.my_id, now=turn.now)
    file_id = attached.file_id or 0
    there = get_file(turn.session, file_id).state == FileState.STORED
    at = turn.now if there else turn.now + PATIENCE
    _plan(turn, handed_in, READ, f"{waiting_key(file_id)}policies:{import_id}", at=at, file=file_id)
    turn.show_card(CARD, import_id)


def _plan(turn: Turn, handed_in: PolicyImport, kind: str, key: str, **more: object) -> None:
    at = more.pop("at", turn.now)
    row = {"key": key, "kind": kind, "subject_id": handed_in.id, "due_at": at, "urgent": True}
    schedule(turn.session, Due.model_validate({**row, "payload": more}))


@routes.due(READ)
def read(row: Due, turn: Turn) -> None:
    """The file is there, or will not come."""
    handed_in = find_import(turn.session, row.subject_id or 0)
    if handed_in is None or handed_in.state != ImportState.READING:
        row.state = DueState.MISSED
        return
    file = get_file(turn.session, int(row.payload["file"]))
    if file.state == FileState.STORED and file.sha256 is not None:
        handed_in.sha256 = file.sha256
        read_import(turn.session, handed_in, content_of(turn, handed_in))
    else:
        handed_in.state = ImportState.FAILED
    turn.refresh_cards(CARD, require_id(handed_in.id))


def content_of(turn: Turn, handed_in: PolicyImport) -> SheetFile:
    """Where the list is."""
    path = blob_path(turn.house.data_dir, handed_in.sha256 or "")
    return SheetFile(path, turn.house.mechanism.imports)


@routes.tap("policy.sheet_page")
def turn_page(_update: Update, turn: Turn) -> None:
    """Tap: another page of the preview. Raises NotAllowed, Stale."""
    turn.require(Right.KEEP_POLICIES)
    handed_in = get_import(turn.session, turn.press.subject, ImportState.SHOWN)
    turn.edit("policies/sheet", **_facts(turn, handed_in, turn.press.number()))


@routes.tap("policy.sheet_write")
def confirm(_update: Update, turn: Turn) -> None:
    """Tap: what was shown is written, step by step. Raises NotAllowed, Stale."""
    handed_in = confirm_import(turn.session, turn.press.subject, turn.press.argument(), hats=turn.hats)
    _plan_step(turn, handed_in, WRITE, 0)
    turn.refresh_cards(CARD, turn.press.subject)


@routes.tap("policy.sheet_drop")
def drop(_update: Update, turn: Turn) -> None:
    """Tap: nothing is written. Raises NotAllowed, Stale."""
    drop_import(turn.session, turn.press.subject, hats=turn.hats)
    turn.refresh_cards(CARD, turn.press.subject)


def _plan_step(turn: Turn, handed_in: PolicyImport, kind: str, step: int) -> None:
    _plan(turn, handed_in, kind, f"{kind}:{handed_in.id}:{handed_in.digest}:{step}", step=step)


@routes.due(WRITE)
def write(row: Due, turn: Turn) -> None:
    """The next lines. Before the first, what was shown is compared: the list may have changed since."""
    handed_in = find_import(turn.session, row.subject_id or 0)
    if handed_in is None or handed_in.state != ImportState.WRITING:
        row.state = DueState.MISSED
        return
    step, rules = int(row.payload["step"]), turn.house.mechanism
    if step > 0 or is_as_shown(turn.session, handed_in, content_of(turn, handed_in)):
        if write_lines(turn.session, handed_in, limit=rules.imports.at_once, now=turn.now):
            _plan_step(turn, handed_in, WRITE, step + 1)
        else:
            time = turn.working_time
            finish_import(turn.session, handed_in, time=time, rules=rules.policies, now=turn.now)
    turn.refresh_cards(CARD, require_id(handed_in.id))


@routes.tap("policy.sheet_regret")
def ask_again(_update: Update, turn: Turn) -> None:
    """Tap: undo it? Raises NotAllowed, Stale."""
    turn.require(Right.KEEP_POLICIES)
    handed_in = get_import(turn.session, turn.press.subject, ImportState.DONE)
    turn.edit("policies/sheet_regret", **_facts(turn, handed_in))


@routes.tap("policy.sheet_undo")
def undo(_update: Update, turn: Turn) -> None:
    """Tap: undone, step by step. Raises NotAllowed, Stale, ImportOver."""
    limits = turn.house.mechanism.imports
    handed_in = undo_import(turn.session, turn.press.subject, hats=turn.hats, limits=limits, now=turn.now)
    _plan(turn, handed_in, UNDO, f"{UNDO}:{handed_in.id}:0", step=0, by=turn.my_id)
    turn.refresh_cards(CARD, turn.press.subject)


@routes.tap("policy.sheet_keep")
def keep(_update: Update, turn: Turn) -> None:
    """Tap: not undone after all. Raises NotAllowed, Stale."""
    turn.require(Right.KEEP_POLICIES)
    turn.edit(
        "policies/sheet", **_facts(turn, get_import(turn.session, turn.press.subject, ImportState.DONE))
    )


@routes.due(UNDO)
def restore(row: Due, turn: Turn) -> None:
    """The next lines say again what they said."""
    handed_in = find_import(turn.session, row.subject_id or 0)
    if handed_in is None or handed_in.state != ImportState.UNDOING:
        row.state = DueState.MISSED
        return
    step, by_id = int(row.payload["step"]) + 1, int(row.payload["by"])
    limit = turn.house.mechanism.imports.at_once
    if restore_lines(turn.session, handed_in, by_id=by_id, limit=limit, now=turn.now):
        _plan(turn, handed_in, UNDO, f"{UNDO}:{handed_in.id}:{step}", step=step, by=by_id)
    turn.refresh_cards(CARD, require_id(handed_in.id))


@routes.card(CARD)
def show(turn: Turn, import_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """An import as it stands, for those who keep policies."""
    handed_in = find_import(turn.session, import_id)
    if handed_in is None or reader is None:
        return None
    if not may(Right.KEEP_POLICIES, hats_of(turn.session, reader, turn.today)):
        return None
    return "policies/sheet", _facts(turn, handed_in)


def _facts(turn: Turn, handed_in: PolicyImport, page: int = 0) -> Facts:
    counts = count_lines(turn.session, handed_in)
    kinds = {kind: sum(count for (one, _), count in counts.items() if one == kind) for kind in LineKind}
    states = {state: sum(count for (_, one), count in counts.items() if one == state) for state in LineState}
    pages = count_pages(turn.session, handed_in)
    page = min(max(0, page), pages - 1)
    lines = list_page(turn.session, handed_in, page)
    notes = (LineKind.ERROR, LineKind.DOUBT)
    return {
        "sheet": handed_in,
        "kinds": kinds,
        "states": states,
        "to_write": kinds[LineKind.NEW] + kinds[LineKind.CHANGED],
        "lines": [(one, describe_note(note_of(one)) if one.kind in notes else None) for one in lines],
        "page": page,
        "pages": pages,
        "most_changes": MOST_CHANGES,
        "digest": (handed_in.digest or "")[:DIGEST],
        "may_undo": may_undo(handed_in, turn.house.mechanism.imports, turn.now),
    }
