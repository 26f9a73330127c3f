"""From a turn to what the services ask for: the occasion of an action, and the person's own chat."""

from dataclasses import replace

from handlers.sender import PRIVATE
from handlers.turn import Turn
from services.issues import Occasion
from storage.conversations import Conversation, find_conversation
from storage.issues import Issue, find_issue


def occasion_of(turn: Turn) -> Occasion:
    """Who acts (nobody, for due rows), when, by which rules."""
    hats = turn.hats if turn.person is not None else None
    return Occasion(turn.session, turn.now, turn.working_time, turn.house.mechanism, hats)


def find_question(turn: Turn, form_id: int) -> tuple[Conversation, Issue] | None:
    """A form that asks something about a problem, and that problem."""
    form = find_conversation(turn.session, form_id)
    issue = find_issue(turn.session, form.subject_id or 0) if form else None
    return (form, issue) if form is not None and issue is not None else None


def in_private(turn: Turn) -> Turn:
    """The same turn as if it happened in the acting person's own chat: what is said goes there."""
    if turn.sender.is_private and turn.sender.inline_message_id is None:
        return turn
    own = replace(
        turn.sender,
        chat_id=turn.sender.user_id,
        chat_kind=PRIVATE,
        thread_id=None,
        message_id=None,
        callback_query_id=None,
        inline_message_id=None,
    )
    return replace(turn, sender=own)
