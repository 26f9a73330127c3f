"""Before a draft is handed in: what is open already and like it, to join instead (scenario 6)."""

from telegram import Update

from handlers import cards, forms
from handlers.issues.drafts import FORM, draft_matter, draft_of, forget_reminders
from handlers.issues.following import refresh_all
from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.issues import SUBJECT, endorse_issue, find_similar, list_holders, mask_for_everybody
from services.outcomes import Stale
from storage.base import require_id
from storage.bodies import get_body
from storage.conversations import Conversation, ConversationState
from storage.issues import Issue, find_issue

routes = Routes()

VIEW = "similar"
"""The view of the draft's card that asks."""


def ask_about_similar(turn: Turn, conversation: Conversation) -> bool:
    """Ask, if there is something to ask about and it has not been asked before; whether it was."""
    asked = {int(number) for number in conversation.answers.get("asked_about", ())}
    found = find_similar(occasion_of(turn), draft_of(turn, conversation), but=frozenset(asked))
    if not found:
        return False
    ids = [require_id(similar.issue.id) for similar in found]
    forms.answer_form(turn, conversation, view=VIEW, similar=ids, asked_about=[*sorted(asked), *ids])
    turn.answer("issues/similar_toast")
    turn.refresh_cards(FORM, forms.form_id(conversation))
    return True


def similar_facts(turn: Turn, conversation: Conversation) -> Facts:
    """What the question shows: no more than everybody may read, for the author may belong to another body."""
    numbers = [int(number) for number in conversation.answers.get("similar", ())]
    found = [issue for number in numbers if (issue := find_issue(turn.session, number)) is not None]
    return {"found": [_public(turn, issue) for issue in found]}


def _public(turn: Turn, issue: Issue) -> Facts:
    return {
        "issue": issue,
        "title": mask_for_everybody(issue.title, issue.enterprise),
        "unit": get_body(turn.session, issue.reporter_unit_id),
        "owner": get_body(turn.session, issue.owner_id),
    }


@routes.tap("report.endorse")
def endorse(update: Update, turn: Turn) -> None:
    """Tap “join this one”: the draft's words and files become part of it, its card that problem's."""
    conversation = forms.my_form(turn, FORM)
    if turn.press.number() not in conversation.answers.get("similar", ()):
        raise Stale
    draft = draft_of(turn, conversation)
    issue = endorse_issue(occasion_of(turn), turn.press.number(), draft, files=draft_matter(conversation))
    issue_id = require_id(issue.id)
    conversation.subject_id = issue_id
    forms.close_form(turn, conversation, ConversationState.DONE)
    forget_reminders(turn, conversation)
    turn.answer("issues/endorsed_toast", issue=issue)
    cards.become(turn, FORM, forms.form_id(conversation), (SUBJECT, issue_id))
    refresh_all(turn, issue)
    unit, me = turn.hats.unit, turn.me
    holders = [who for who in list_holders(turn.session, issue, turn.today) if who.id != turn.my_id]
    turn.tell(holders, "issues/told_endorsed", issue=issue, person=me, unit=unit, said=draft.text)
