"""Words and files while the form is open."""

from handlers import forms
from handlers.intake import Intake
from handlers.policies.filling.fields import Kind, kind_of
from handlers.policies.filling.stages import FORM, missing, put_answer, stage_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.bodies import load_body_index
from services.files import Matter, NewFile, attach_file, find_problem
from services.moments import read_moment
from services.policies import check_free_number, check_text, read_date
from storage.base import require_id
from storage.conversations import Conversation
from storage.files import list_attachments

routes = Routes()


@routes.form(FORM)
def typed(turn: Turn, form: Conversation, intake: Intake) -> None:
    """Words answer the question; files are kept where the stage takes them."""
    if intake.files and stage_of(form).takes_files:
        _attach(turn, form, intake)
    key = missing(form)
    if key is not None and intake.text:
        _take_words(turn, form, key, intake.text)
    elif not intake.files:
        turn.reply("policies/refused/words_wanted")
    turn.repost_card(FORM, forms.form_id(form))


def _take_words(turn: Turn, form: Conversation, key: str, text: str) -> None:
    kind = kind_of(key)
    if kind is Kind.DAY:
        _take_day(turn, form, key, text)
    elif kind is Kind.BODY:
        _take_body(turn, form, key, text)
    elif kind in (Kind.TEXT, Kind.NUMBER):
        check_text(key, text)
        if kind is Kind.NUMBER:
            check_free_number(turn.session, text, but=form.subject_id)
        put_answer(turn, form, key, text)
    else:
        turn.reply("policies/refused/choose")


def _take_day(turn: Turn, form: Conversation, key: str, text: str) -> None:
    day = read_date("".join(text.split()))
    if day is None and (moment := read_moment(text, turn.today)) is not None:
        day = moment.day
    if day is None:
        turn.reply("policies/refused/day_unclear")
        return
    put_answer(turn, form, key, day.isoformat())


def _take_body(turn: Turn, form: Conversation, key: str, text: str) -> None:
    index = load_body_index(turn.session)
    exact = index.by_name(text)
    found = [exact] if exact else index.by_alias(text) or index.nearest(text)
    if not found:
        turn.reply("policies/refused/body_unknown", name=text)
    elif len(found) == 1:
        put_answer(turn, form, key, require_id(found[0].id))
    else:
        forms.answer_form(turn, form, asked=key, found=[require_id(body.id) for body in found[:8]])


def _attach(turn: Turn, form: Conversation, intake: Intake) -> None:
    matter, limits = Matter(FORM, forms.form_id(form)), turn.house.mechanism.files
    for file in intake.files:
        new = NewFile(file.kind, file.file_id, file.unique_id, file.size, file.name, file.mime)
        count = len(list_attachments(turn.session, matter.kind, matter.id))
        problem = find_problem(limits, new, count)
        if problem is not None:
            turn.reply("policies/refused/file", problem=problem.value, megabytes=limits.megabytes)
            continue
        attach_file(turn.session, matter, new, person_id=turn.my_id, now=turn.now)
