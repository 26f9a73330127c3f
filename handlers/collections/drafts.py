"""The draft of a return: its card, what it asks for, and the files that came with it."""

from decimal import Decimal

from handlers import forms
from handlers.collections.facts import return_facts
from handlers.collections.fetching import is_other_sheet, is_sheet, plan_reading
from handlers.intake import IncomingFile, Intake
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.collections.returning import indicators_of, last_figures_of
from services.files import FileProblem, Matter, NewFile, attach_file, find_problem
from storage import collections as rows
from storage.base import require_id, type_json
from storage.collections import Indicator, Return
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.files import list_attachments
from storage.people import Person

routes = Routes()

FORM, DRAFT = "collection_return_form", "collection.draft"


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """What has been typed so far, what is asked next, or the doubtful figure that is asked about."""
    form = find_conversation(turn.session, form_id)
    handed = rows.find_return(turn.session, form.subject_id or 0) if form else None
    if form is None or handed is None:
        return None
    if not form.goes_on:
        done = form.state == ConversationState.DONE
        return "collections/handed_in" if done else "collections/given_up", return_facts(turn, handed)
    doubts = form.answers["doubts"]
    known = {require_id(one.id): one for one in indicators_of(turn.session, handed)}
    at = form.answers["at"]
    return "collections/draft", {
        **return_facts(turn, handed),
        "form": form_id,
        "lines": _lines(turn, handed, form),
        "asked": known.get(at) if at else None,
        "asked_last": last_figures_of(turn.session, handed).get(at or 0),
        "doubt": doubts[0] if doubts else None,
        "doubtful": known.get(doubts[0]["id"]) if doubts else None,
        "filled": len(form.answers["values"]),
        "text": form.answers["text"],
        "file_count": len(list_attachments(turn.session, DRAFT, form_id)),
    }


def ids_of(turn: Turn, handed: Return) -> list[int]:
    """The indicators that are asked of a body."""
    return [require_id(one.id) for one in indicators_of(turn.session, handed)]


def indicator_of(turn: Turn, form: Conversation, indicator_id: int | None) -> Indicator | None:
    """One of the indicators that the form asks for."""
    known = indicators_of(turn.session, return_of(turn, form))
    return next((one for one in known if one.id == indicator_id), None)


def return_of(turn: Turn, form: Conversation) -> Return:
    """The return that the form fills in."""
    return rows.get_return(turn.session, form.subject_id or 0)


def attach(turn: Turn, form: Conversation, intake: Intake) -> list[tuple[str, FileProblem]]:
    """Keep a message's files with the draft; returns what was not taken, and why."""
    matter, limits = Matter(DRAFT, forms.form_id(form)), turn.house.mechanism.files
    refused = []
    for sent in intake.files:
        if is_other_sheet(sent):
            turn.reply("collections/refused/other_sheet", name=sent.name or "")
            continue
        file = _new_file(sent)
        problem = find_problem(limits, file, len(list_attachments(turn.session, matter.kind, matter.id)))
        if problem is not None:
            refused.append((sent.name or "", problem))
            continue
        attached = attach_file(turn.session, matter, file, person_id=turn.my_id, now=turn.now)
        if is_sheet(sent) and attached.file_id is not None:
            plan_reading(turn, form, attached.file_id)
    return refused


def _new_file(sent: IncomingFile) -> NewFile:
    return NewFile(sent.kind, sent.file_id, sent.unique_id, sent.size, sent.name, sent.mime)


def _lines(
    turn: Turn, handed: Return, form: Conversation
) -> list[tuple[Indicator, type_json | None, Decimal | None, bool]]:
    """(indicator, entry, last month's figure, is said to be missing) of everything that is asked."""
    last = last_figures_of(turn.session, handed)
    return [
        (
            one,
            form.answers["values"].get(str(one.id)),
            last.get(require_id(one.id)),
            one.id in form.answers["absent"],
        )
        for one in indicators_of(turn.session, handed)
    ]
