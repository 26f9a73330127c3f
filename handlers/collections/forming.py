"""The form of a new monthly collection (M6, M13)."""

from datetime import date

from telegram import Update

from handlers import forms
from handlers.collections.facts import ASKABLE, CARD, title_of
from handlers.intake import Intake
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.collections.outcomes import TextTooLong
from services.collections.planning import (
    create_collection,
    dates_of,
    default_bodies,
    next_month,
)
from services.collections.presets import IndicatorPreset, dispatch_presets, name_indicator, presets_of
from services.outcomes import CalendarUnknown, Stale
from services.rights import Right
from storage import collections as rows
from storage.base import require_id
from storage.bodies import BodyKind, list_bodies
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.people import Person

routes = Routes()

FORM = "collection_form"
LONGEST_TITLE = 60


@routes.tap("collection.new")
def new(_update: Update, turn: Turn) -> None:
    """Tap of the office: a new collection, with everything that it usually is."""
    turn.require(Right.COLLECT_FIGURES)
    month = _usual_month(turn)
    body_ids = [require_id(body.id) for body in default_bodies(turn.session)]
    form = forms.open_form(
        turn,
        FORM,
        asked="title",
        month=month.isoformat(),
        title=title_of(month),
        bodies=body_ids,
        indicators=[one.model_dump(mode="json") for one in _usual_indicators(turn)],
        view="main",
        repeats=True,
    )
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("collection.month")
def choose_month(_update: Update, turn: Turn) -> None:
    """Tap: the month that it is about."""
    form = _form(turn)
    try:
        month = date.fromordinal(turn.press.number()).replace(day=1)
    except (ValueError, OverflowError):
        raise Stale from None
    _write(turn, form, month=month.isoformat(), title=title_of(month))


@routes.tap("collection.bodies")
def choose_bodies(_update: Update, turn: Turn) -> None:
    """Tap: a kind of bodies, or one body, is asked or no longer."""
    form = _form(turn)
    wanted, chosen = _bodies_of(turn, turn.press.argument()), list(form.answers["bodies"])
    if all(body_id in chosen for body_id in wanted):
        chosen = [body_id for body_id in chosen if body_id not in wanted]
    else:
        chosen = list(dict.fromkeys([*chosen, *wanted]))
    _write(turn, form, bodies=chosen)


@routes.tap("collection.repeats")
def choose_repeats(_update: Update, turn: Turn) -> None:
    """Tap: every month from now on, or this once."""
    form = _form(turn)
    _write(turn, form, repeats=not form.answers["repeats"])


@routes.tap("collection.view")
def choose_view(_update: Update, turn: Turn) -> None:
    """Tap: the indicators, or back to the form."""
    form = _form(turn)
    _write(turn, form, view="indicators" if turn.press.argument() == "indicators" else "main")


@routes.tap("collection.indicator")
def choose_indicator(_update: Update, turn: Turn) -> None:
    """Tap: an indicator is asked for, or no longer."""
    form = _form(turn)
    offered = _offered(form)
    place = turn.press.number()
    if not 0 <= place < len(offered):
        raise Stale
    wanted, chosen = offered[place], _chosen(form)
    keys = {one.key for one in chosen}
    kept = [one for one in offered if (one.key in keys) != (one.key == wanted.key)]
    _write(turn, form, indicators=[one.model_dump(mode="json") for one in kept],
           offered=[one.model_dump(mode="json") for one in offered])  # fmt: skip


@routes.tap("collection.submit")
def submit(_update: Update, turn: Turn) -> None:
    """Tap on `submit`: the collection is made; its call goes out at its time."""
    form = _form(turn)
    chosen = set(form.answers["bodies"])
    bodies = [body for body in list_bodies(turn.session, *ASKABLE) if body.id in chosen]
    made = create_collection(
        turn.session,
        date.fromisoformat(form.answers["month"]),
        form.answers["title"],
        bodies,
        indicators=_chosen(form),
        repeats=form.answers["repeats"],
        by_id=turn.my_id,
        rules=turn.house.mechanism.dispatch,
        time=turn.working_time,
        now=turn.now,
    )
    forms.end_form(turn, form)
    turn.show_card(CARD, require_id(made.id))


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Text while the form is open is its title, or a new indicator where those are shown."""
    turn.require(Right.COLLECT_FIGURES)
    if conversation.answers["view"] == "indicators":
        _add_indicator(turn, conversation, intake.text)
        turn.repost_card(FORM, forms.form_id(conversation))
        return
    if len(intake.text) > LONGEST_TITLE:
        raise TextTooLong(limit=LONGEST_TITLE)
    if intake.text:
        forms.answer_form(turn, conversation, asked="title", title=" ".join(intake.text.split()))
    turn.repost_card(FORM, forms.form_id(conversation))


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The form as it stands, with the days that follow from it."""
    form = find_conversation(turn.session, form_id)
    if form is None:
        return None
    if not form.goes_on:
        return "collections/created" if form.state == ConversationState.DONE else "collections/dropped", {}
    month, chosen = date.fromisoformat(form.answers["month"]), set(form.answers["bodies"])
    if form.answers["view"] == "indicators":
        keys = {one.key for one in _chosen(form)}
        offered = [(one, one.key in keys) for one in _offered(form)]
        return "collections/form_indicators", {"form": form_id, "offered": offered}
    first = turn.today.replace(day=1)
    try:
        dates = dates_of(month, turn.house.mechanism.dispatch, turn.working_time)
    except CalendarUnknown:
        dates = None
    return "collections/form", {
        "form": form_id,
        "title": form.answers["title"],
        "month": month,
        "months": [first, next_month(first)],
        "dates": dates,
        "repeats": form.answers["repeats"],
        "indicators": _chosen(form),
        "bodies": [body.short_name for body in list_bodies(turn.session, *ASKABLE) if body.id in chosen],
        "kinds": [
            (kind, chosen.issuperset(_bodies_of(turn, kind)))
            for kind in (BodyKind.TASK_FORCE, BodyKind.SERVICE_LINE, BodyKind.TOWNSHIP)
        ],
    }


def _usual_indicators(turn: Turn) -> list[IndicatorPreset]:
    """What was asked for last time, else the packaged ones."""
    last = rows.list_collections(turn.session, limit=1)
    known = presets_of(rows.list_indicators(turn.session, require_id(last[0].id))) if last else []
    return known or list(dispatch_presets().indicators)


def _chosen(form: Conversation) -> list[IndicatorPreset]:
    return [IndicatorPreset.model_validate(one) for one in form.answers["indicators"]]


def _offered(form: Conversation) -> list[IndicatorPreset]:
    """What can be chosen: what was offered before, what is chosen, and the packaged ones."""
    before = [IndicatorPreset.model_validate(one) for one in form.answers.get("offered", [])]
    offered = {one.key: one for one in [*before, *_chosen(form), *dispatch_presets().indicators]}
    return list(offered.values())


def _add_indicator(turn: Turn, form: Conversation, text: str) -> None:
    chosen, bodies = _chosen(form), set(form.answers["bodies"])
    kinds = {BodyKind(body.kind) for body in list_bodies(turn.session, *ASKABLE) if body.id in bodies}
    made = name_indicator(text, sorted(kinds))
    if made is None or made.key in {one.key for one in _offered(form)}:
        turn.reply("collections/refused/indicator", known=made is not None)
        return
    listed = [one.model_dump(mode="json") for one in [*chosen, made]]
    forms.answer_form(turn, form, asked="title", indicators=listed)


def _usual_month(turn: Turn) -> date:
    """This month while its figures can still be asked for, else the next one."""
    first = turn.today.replace(day=1)
    try:
        dates = dates_of(first, turn.house.mechanism.dispatch, turn.working_time)
    except CalendarUnknown:
        return first
    return first if turn.now < dates.due_at else next_month(first)


def _bodies_of(turn: Turn, kind: str) -> list[int]:
    together = {BodyKind.TOWNSHIP: (BodyKind.TOWNSHIP, BodyKind.DEVELOPMENT_ZONE)}
    try:
        kinds = together.get(BodyKind(kind), (BodyKind(kind),))
    except ValueError:
        raise Stale from None
    return [require_id(body.id) for body in list_bodies(turn.session, *kinds)]


def _form(turn: Turn) -> Conversation:
    turn.require(Right.COLLECT_FIGURES)
    return forms.my_form(turn, FORM)


def _write(turn: Turn, form: Conversation, **answers: object) -> None:
    forms.answer_form(turn, form, asked="title", **answers)
    turn.refresh_cards(FORM, forms.form_id(form))
