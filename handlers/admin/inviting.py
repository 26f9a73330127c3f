"""Choosing a person by name: to invite them, or to say who an account is."""

from telegram import Update

from handlers import forms
from handlers.admin.menu import menu_facts
from handlers.effects import Effect
from handlers.identity.accounts import REQUEST_CARD, put_to_deciders
from handlers.identity.requests import show_decision
from handlers.intake import Intake
from handlers.posting import message_content
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.identity import Decision, choose_person, create_invitation, get_request
from services.outcomes import Stale
from services.people import people_named_like, unit_on
from services.rights import Right
from storage.accounts import find_bound_account
from storage.base import require_id
from storage.cards import retire_copies
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.people import Person, find_person

routes = Routes()

PICK = "admin_pick"
INVITE, CHOOSE = "invite", "choose"
MOST_SHOWN = 8


@routes.tap("admin.invite")
def invite(update: Update, turn: Turn) -> None:
    """Tap on inviting: whose name? Raises NotAllowed."""
    turn.require(Right.BIND_PEOPLE)
    conversation = forms.open_form(turn, PICK, asked="name", purpose=INVITE)
    turn.adopt_card(PICK, forms.form_id(conversation))


@routes.tap("admin.choose")
def choose(update: Update, turn: Turn) -> None:
    """Tap on choosing whose account a request is about. Raises NotAllowed, Stale."""
    turn.require(Right.BIND_PEOPLE)
    request = get_request(turn.session, turn.press.subject)
    if not request.is_open:
        raise Stale
    conversation = forms.open_form(turn, PICK, asked="name", subject_id=request.id, purpose=CHOOSE)
    turn.show_card(PICK, forms.form_id(conversation))


@routes.form(PICK)
def name_typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """A name, or a part of one. Raises NotAllowed."""
    turn.require(Right.BIND_PEOPLE)
    forms.answer_form(turn, conversation, asked="name", query=intake.text)
    turn.repost_card(PICK, forms.form_id(conversation))


@routes.card(PICK)
def view_pick(turn: Turn, conversation_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """The question and whom the answer fits; namesakes are told apart by their unit."""
    conversation = find_conversation(turn.session, conversation_id)
    if conversation is None or reader is None or conversation.person_id != reader.id:
        return None
    if not conversation.goes_on:
        return "admin/pick_closed", {}
    query = str(conversation.answers.get("query") or "")
    found = people_named_like(turn.session, query)
    return "admin/pick", {
        "form_id": conversation_id,
        "purpose": conversation.answers["purpose"],
        "query": query,
        "count": len(found),
        "people": [_choice(turn, person) for person in found[:MOST_SHOWN]],
    }


@routes.tap("admin.person")
def person_chosen(update: Update, turn: Turn) -> None:
    """Tap on a person. Raises NotAllowed, Stale, RequestDecided, NumberTaken."""
    turn.require(Right.BIND_PEOPLE)
    conversation = forms.my_form(turn, PICK)
    person = find_person(turn.session, turn.press.number())
    if person is None or not person.active:
        raise Stale
    end_pick(turn, conversation, ConversationState.DONE)
    if conversation.answers["purpose"] == CHOOSE and conversation.subject_id is not None:
        _say_who(turn, conversation.subject_id, person)
    else:
        _invite(turn, person)


@routes.tap("admin.leave")
def leave(update: Update, turn: Turn) -> None:
    """Tap on going back from the search. Raises NotAllowed, Stale."""
    turn.require(Right.BIND_PEOPLE)
    end_pick(turn, forms.my_form(turn, PICK), ConversationState.CANCELLED)
    turn.edit("admin/menu", **menu_facts(turn))


def end_pick(turn: Turn, conversation: Conversation, state: ConversationState) -> None:
    """The search is over; its message is free for something else."""
    forms.close_form(turn, conversation, state)
    retire_copies(turn.session, PICK, forms.form_id(conversation), turn.sender.chat_id)


def _invite(turn: Turn, person: Person) -> None:
    """The link goes out directly and is written down nowhere: whoever reads the database finds no key."""
    hours = turn.house.mechanism.identity.invitation_hours
    invited = create_invitation(turn.session, person, by=turn.me, hours=hours, now=turn.now)
    turn.edit(
        "admin/invited",
        person=person,
        unit=unit_on(turn.session, person, turn.today),
        has_account=_has_account(turn, person),
        expires_at=invited.expires_at,
    )
    link = turn.house.deep_link(invited.payload)
    said = turn.render("admin/invitation", {"person": person, "link": link, "expires_at": invited.expires_at})
    turn.effects.append(Effect("sendMessage", {"chat_id": turn.sender.chat_id, **message_content(said)}))


def _say_who(turn: Turn, request_id: int, person: Person) -> None:
    result = choose_person(turn.session, request_id, person, by=turn.me, on=turn.today, now=turn.now)
    if isinstance(result, Decision):
        show_decision(turn, result)
        turn.edit("admin/chosen", person=person)
    else:
        put_to_deciders(turn, result)
        turn.refresh_cards(REQUEST_CARD, request_id)
        turn.edit("admin/chosen_has_account", person=person)


def _choice(turn: Turn, person: Person) -> Facts:
    unit = unit_on(turn.session, person, turn.today)
    return {"person": person, "unit": unit, "bound": _has_account(turn, person)}


def _has_account(turn: Turn, person: Person) -> bool:
    return find_bound_account(turn.session, require_id(person.id)) is not None
