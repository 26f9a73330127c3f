"""Merging problems that are one matter: which, by tap or by number, and the last question (scenario 6)."""

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.issues.following import follow_up
from handlers.issues.occasions import find_question, occasion_of
from handlers.issues.showing import find_mine
from handlers.numbers import read_number
from handlers.routes import Facts, Routes, Section
from handlers.turn import Turn
from services.issues import (
    SUBJECT,
    Acted,
    Transition,
    find_by_number,
    find_kept,
    list_merge_candidates,
    list_reporters,
    merge_issues,
    plan_merging,
)
from services.outcomes import Outcome
from services.people import in_their_place
from storage.base import require_id
from storage.bodies import Body, get_body
from storage.conversations import Conversation, ConversationState
from storage.issues import (
    Endorsement,
    Issue,
    IssueAction,
    find_issue,
    list_endorsements,
    list_judgements,
    list_merged,
)
from storage.people import Person, find_person

routes = Routes()

FORM = "issue_merge"
"""The form that asks for a number."""


@routes.begins(IssueAction.MERGE)
def choose(turn: Turn, issue: Issue, row: Transition) -> None:
    """Tap on merging: the likest problems, or the number of another one."""
    found = list_merge_candidates(occasion_of(turn), issue)
    turn.edit("issues/merge_choose", issue=issue, found=[similar.issue for similar in found])


@routes.tap("issue.merge")
def ask(update: Update, turn: Turn) -> None:
    """Tap one of them: which number stays, who hears of it; only then is it done."""
    issue = find_mine(turn)
    plan = plan_merging(occasion_of(turn), require_id(issue.id), turn.press.number())
    turn.edit("issues/merge_confirm", plan=plan, issue=issue, other=turn.press.number())


@routes.tap("issue.merge_now")
def merge(update: Update, turn: Turn) -> None:
    """Tap “merge”."""
    issue = find_mine(turn)
    done = merge_issues(occasion_of(turn), require_id(issue.id), turn.press.number())
    turn.answer("issues/merged_toast", kept=done.kept, merged=done.merged)
    if not done.repeated:
        follow_merging(turn, done.kept, done.merged)
        if done.acted is not None:
            follow_up(turn, done.acted)
    turn.adopt_card(SUBJECT, require_id(done.kept.id))


def follow_merging(turn: Turn, kept: Issue, merged: Issue) -> None:
    """Every card of both shows it; the later one's reporters and the lead owners hear of it, once each."""
    for issue in (kept, merged, *list_merged(turn.session, require_id(kept.id))):
        turn.refresh_cards(SUBJECT, require_id(issue.id))
    leads = [find_person(turn.session, issue.lead_id) for issue in (kept, merged)]
    reporters = list_reporters(turn.session, merged)
    told = in_their_place(turn.session, reporters, turn.today)
    turn.tell([who for who in told if who.id != turn.my_id], "issues/told_merged", kept=kept, merged=merged)
    present = in_their_place(turn.session, [who for who in leads if who is not None], turn.today)
    known = {person.id for person in (*reporters, *told)}
    others = [who for who in present if who.id not in {*known, turn.my_id}]
    turn.tell(others, "issues/told_merged_lead", kept=kept, merged=merged)


# -- a number that is typed ---------------------------------------------------------------------------


@routes.tap("issue.merge_number")
def ask_number(update: Update, turn: Turn) -> None:
    """Tap “another number”: it is asked for."""
    issue = find_mine(turn)
    conversation = forms.open_form(turn, FORM, subject_id=issue.id, asked=forms.NUMBER)
    turn.show_card(FORM, forms.form_id(conversation))


@routes.form(FORM)
def take_number(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """A number was typed: the last question is asked, or the person hears why not."""
    issue = find_issue(turn.session, conversation.subject_id or 0)
    number = read_number(intake.text)
    other = find_by_number(turn.session, turn.hats, number.year, number.number) if number else None
    if issue is None or other is None:
        turn.reply("issues/merge_unknown", reply_to=intake.message_id)
        return
    ask_about(turn, conversation, issue, other)


def ask_about(turn: Turn, conversation: Conversation, issue: Issue, other: Issue) -> None:
    """The last question about two problems; where they cannot be merged another number may follow."""
    try:
        plan = plan_merging(occasion_of(turn), require_id(issue.id), require_id(other.id))
    except Outcome as refusal:
        turn.say(refusal.template, refusal.facts)
        return
    forms.end_form(turn, conversation)
    turn.reply("issues/merge_confirm", plan=plan, issue=issue, other=require_id(other.id))


@routes.tap("issue.merge_drop")
def give_up(update: Update, turn: Turn) -> None:
    """Tap “cancel” under the question."""
    forms.end_form(turn, forms.my_form(turn, FORM), ConversationState.CANCELLED)


@routes.card(FORM)
def show_question(turn: Turn, conversation_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What is asked for, or that it is over."""
    found = find_question(turn, conversation_id)
    if found is None:
        return None
    conversation, issue = found
    return "issues/merge_form", {"form": conversation_id, "issue": issue, "state": conversation.state}


# -- on the card ---------------------------------------------------------------------------------------


@routes.section("merging")
def show_merging(turn: Turn, issue: Issue, reader: Person) -> Section | None:
    """What a merged problem goes on as; who else has reported this one, what they said of the solution."""
    kept = find_kept(occasion_of(turn), issue)
    if kept is not None:
        owner = get_body(turn.session, kept.owner_id)
        return Section("issues/section_merged", {"kept": kept, "owner": owner}, has_buttons=True)
    return _show_reporters(turn, issue) if issue.reporters > 1 else None


def _show_reporters(turn: Turn, issue: Issue) -> Section:
    issue_id = require_id(issue.id)
    merged = list_merged(turn.session, issue_id)
    joined = list_endorsements(turn.session, issue_id)
    reported_by = [issue.reporter_unit_id, *(one.reporter_unit_id for one in merged)]
    units = {*reported_by, *(one.unit_id for one in joined)}
    satisfied = list_judgements(turn.session, issue_id, phase=issue.phase)
    facts: Facts = {
        "merged": merged,
        "joined": [_joined(turn, one) for one in joined],
        "units": len(units),
        "satisfied": len(satisfied),
    }
    return Section("issues/section_reporters", facts)


def _joined(turn: Turn, endorsement: Endorsement) -> tuple[Body, Person | None]:
    return get_body(turn.session, endorsement.unit_id), find_person(turn.session, endorsement.person_id)


@routes.follows(IssueAction.SOLVE, "merging")
def ask_all(turn: Turn, acted: Acted) -> None:
    """The other reporters get the card anew too, with the two verdicts."""
    others = list_reporters(turn.session, acted.issue)[1:]
    turn.send_card(others, SUBJECT, require_id(acted.issue.id))
