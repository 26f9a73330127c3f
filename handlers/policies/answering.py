"""Questions to the contact of a policy, answers in the assistant, and what nobody answers goes up."""

from telegram import Message, Update

from handlers.policies.filling import STAGES, Stage, open_stage, policy_of, text_of, values_of
from handlers.policies.listing import words_of
from handlers.posting import Manner
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.outcomes import NotAllowed, Stale
from services.people import hats_of
from services.policies import (
    QUESTION_DUE,
    Asked,
    answer_question,
    ask_question,
    find_similar,
    get_asked,
    is_asked,
    list_answerers,
    list_questions_for,
    list_superiors,
    may_answer_question,
    show_policy,
)
from storage.base import require_id
from storage.conversations import Conversation
from storage.due import Due, DueState
from storage.outbox import Priority
from storage.people import Person, find_person, get_person
from storage.policies import find_question, get_policy

routes = Routes()

CARD = "policy_question"


@routes.tap("policy.ask")
def begin(_update: Update, turn: Turn) -> None:
    """Tap on a policy's card: what is the question? Raises NoSuchPolicy."""
    card = show_policy(turn.session, turn.press.subject, now=turn.now, zone=turn.house.zone)
    open_stage(turn, "ask", subject_id=card.line.policy_id)


@routes.tap("policy.ask_search")
def ask_what_was_searched(update: Update, turn: Turn) -> None:
    """Tap below a search that found nothing: the words become a question to the office. Raises Stale."""
    shown = update.callback_query.message if update.callback_query else None
    asked = shown.reply_to_message if isinstance(shown, Message) else None
    text = words_of(asked)
    if not text:
        raise Stale
    found = _ask(turn, text, None)
    turn.edit("policies/asked", asked=found)


def hand_in(turn: Turn, form: Conversation) -> None:
    """The question goes to the contact."""
    policy = policy_of(turn, form)
    asked = _ask(turn, text_of(form, "question"), policy.id if policy is not None else None)
    turn.reply("policies/asked", asked=asked)


def _ask(turn: Turn, text: str, policy_id: int | None) -> Asked:
    policy = get_policy(turn.session, policy_id) if policy_id is not None else None
    asked = ask_question(
        turn.session,
        text,
        policy=policy,
        hats=turn.hats,
        time=turn.working_time,
        rules=turn.house.mechanism.policies,
        now=turn.now,
    )
    people = list_answerers(turn.session, asked.policy, asked.body, turn.today)
    manner = Manner(Priority.REMINDER, turn.off_duty_until(), important=True)
    turn.send_card(people, CARD, require_id(asked.question.id), manner=manner)
    return asked


def similar(turn: Turn, form: Conversation) -> Facts:
    """Earlier answers to questions like the one that was typed."""
    text = values_of(form).get("question")
    found = find_similar(turn.session, form.subject_id, text) if isinstance(text, str) else []
    return {"similar": found}


@routes.card(CARD)
def show_question(turn: Turn, question_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """A question for who may answer it and for who asked."""
    if reader is None or find_question(turn.session, question_id) is None:
        return None
    asked = get_asked(turn.session, question_id)
    hats = hats_of(turn.session, reader, turn.today)
    may_answer = may_answer_question(hats, asked)
    if not (may_answer or asked.question.answer is not None or asked.question.asker_id == reader.id):
        return None
    return "policies/question", {
        "asked": asked,
        "asker": get_person(turn.session, asked.question.asker_id),
        "answerer": find_person(turn.session, asked.question.answered_by_id),
        "may_answer": may_answer,
    }


@routes.tap("policy.question")
def open_question(_update: Update, turn: Turn) -> None:
    """Tap in /todo. Raises NotAllowed."""
    if turn.show_card(CARD, turn.press.subject) is None:
        raise NotAllowed


@routes.tap("policy.answer")
def begin_answer(_update: Update, turn: Turn) -> None:
    """Tap: what is the answer? Raises Stale, NotAllowed."""
    asked = get_asked(turn.session, turn.press.subject)
    if asked.question.answer is not None:
        raise Stale
    if not may_answer_question(turn.hats, asked):
        raise NotAllowed
    policy_id = asked.policy.id if asked.policy is not None else None
    open_stage(turn, "answer", subject_id=policy_id, values={"question_id": str(asked.question.id)})


def hand_answer(turn: Turn, form: Conversation) -> None:
    """Answered: the asker hears it, every card says so."""
    question_id = int(text_of(form, "question_id"))
    text = text_of(form, "answer")
    asked = answer_question(turn.session, question_id, text, hats=turn.hats, now=turn.now)
    turn.refresh_cards(CARD, question_id)
    asker = get_person(turn.session, asked.question.asker_id)
    turn.tell(asker, "policies/answered", asked=asked, answerer=turn.me, important=True)


def question_asked(turn: Turn, form: Conversation) -> Facts:
    """The question that is being answered."""
    return {"asked": get_asked(turn.session, int(text_of(form, "question_id")))}


@routes.due(QUESTION_DUE)
def raise_question(due: Due, turn: Turn) -> None:
    """Nobody has answered in time: it goes up."""
    question = find_question(turn.session, due.subject_id)
    if question is None or question.answer is not None or question.raised_at is not None:
        due.state = DueState.MISSED
        return
    question.raised_at = turn.now
    asked = get_asked(turn.session, require_id(question.id))
    people = list_superiors(turn.session, asked.body, turn.today)
    turn.send_card(people, CARD, require_id(question.id))


@routes.todo("policy_questions")
def list_waiting(turn: Turn) -> list[WaitingItem]:
    """Questions that wait for my answer."""
    return [
        WaitingItem(
            "policies/todo_question",
            Light.RED if asked.question.raised_at is not None else Light.YELLOW,
            asked.question.due_at,
            {"asked": asked},
        )
        for asked in list_questions_for(turn.session, turn.hats)
        if is_asked(
            turn.session,
            asked.policy,
            asked.body,
            turn.hats,
            turn.today,
            is_late=asked.question.raised_at is not None,
        )
    ]


STAGES["ask"] = Stage(("question",), hand_in, similar)
STAGES["answer"] = Stage(("answer",), hand_answer, question_asked)
