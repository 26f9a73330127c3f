"""Forms: conversations kept as rows. The next question is computed from what is missing."""

from handlers.turn import Turn
from services.outcomes import Stale
from storage import conversations
from storage.base import require_id, type_json
from storage.conversations import Conversation, ConversationState

NUMBER = "number"
"""What a form asks for that wants a matter's number: it is not opened then, the form gets it."""


def find_form(turn: Turn) -> Conversation | None:
    """The form that the person is filling in here, if any."""
    if turn.person is None:
        return None
    return conversations.find_open(turn.session, turn.sender.chat_id, turn.my_id)


def open_form(
    turn: Turn, form: str, *, subject_id: int | None = None, asked: str | None = None, **answers: object
) -> Conversation:
    """Begin a form. Another one that is open here is left, its draft kept."""
    leave_form(turn)
    return conversations.add_conversation(
        turn.session,
        Conversation(
            chat_id=turn.sender.chat_id,
            person_id=turn.my_id,
            form=form,
            subject_id=subject_id,
            asked=asked,
            answers=dict(answers),
            started_at=turn.now,
            touched_at=turn.now,
        ),
    )


def resume_form(turn: Turn, conversation: Conversation) -> None:
    """Take up a draft that was left."""
    leave_form(turn)
    conversation.state = ConversationState.OPEN
    conversation.touched_at = turn.now
    turn.session.flush()


def my_form(turn: Turn, form: str) -> Conversation:
    """My form that the tapped button belongs to, taken up again. Raises Stale unless it goes on."""
    conversation = tapped_form(turn)
    if conversation.form != form:
        raise Stale
    if conversation.state == ConversationState.KEPT:
        resume_form(turn, conversation)
    return conversation


def tapped_form(turn: Turn) -> Conversation:
    """The form that the tapped button belongs to, as it is. Raises Stale unless it is mine and going on."""
    conversation = conversations.find_conversation(turn.session, turn.press.subject)
    if conversation is None or conversation.person_id != turn.my_id or not conversation.goes_on:
        raise Stale
    return conversation


def answer_form(
    turn: Turn, conversation: Conversation, *, asked: str | None = None, **answers: object
) -> None:
    """Write answers down; `asked` names what is asked next as free input (None: nothing)."""
    merged: type_json = {**conversation.answers, **answers}
    conversation.answers = merged
    conversation.asked = asked
    conversation.touched_at = turn.now
    turn.session.flush()


def close_form(
    turn: Turn, conversation: Conversation, state: ConversationState = ConversationState.DONE
) -> None:
    """The form is finished (or given up)."""
    conversation.state = state
    conversation.asked = None
    conversation.touched_at = turn.now
    turn.session.flush()


def end_form(
    turn: Turn, conversation: Conversation, state: ConversationState = ConversationState.DONE
) -> None:
    """The form is finished (or given up) and its card, whose kind is the form's name, says so."""
    close_form(turn, conversation, state)
    if conversation.form in turn.routes.cards:
        turn.refresh_cards(conversation.form, form_id(conversation))


def leave_form(turn: Turn) -> Conversation | None:
    """Another matter comes first: the open form is left, its draft kept. Returns it."""
    conversation = find_form(turn)
    if conversation is not None:
        conversation.state = ConversationState.KEPT
        turn.session.flush()
    return conversation


def form_id(conversation: Conversation) -> int:
    """The id that buttons of a form's card carry."""
    return require_id(conversation.id)
