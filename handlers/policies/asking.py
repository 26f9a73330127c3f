"""What becomes of policies whose last day comes: one message a person and day, however many they are (32)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from telegram import Update

from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.policies import Asking, is_asked, lead_body, list_answerers, list_keepers
from storage.base import require_id
from storage.people import Person
from storage.policies import Policy, list_open_reviews

routes = Routes()

Question = tuple[Asking, bool]
"""A question, and whether it is only a copy."""


def ask(turn: Turn, askings: Iterable[Asking]) -> None:
    """Put the day's questions to those who answer for the policies; near ones as a copy to the office."""
    questions: defaultdict[int, list[Question]] = defaultdict(list)
    people: dict[int, Person] = {}
    for asking in askings:
        for person, is_copy in _readers(turn, asking):
            people[require_id(person.id)] = person
            questions[require_id(person.id)].append((asking, is_copy))
    for person_id, person in people.items():
        _tell(turn, person, questions[person_id])


def _readers(turn: Turn, asking: Asking) -> list[tuple[Person, bool]]:
    asked = list_answerers(turn.session, asking.policy, lead_body(turn.session, asking.policy), turn.today)
    known = {person.id for person in asked}
    keepers = list_keepers(turn.session, turn.today) if asking.is_near else []
    return [(one, False) for one in asked] + [(one, True) for one in keepers if one.id not in known]


def _tell(turn: Turn, person: Person, questions: list[Question]) -> None:
    views: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for asking, is_copy in questions:
        facts = question_facts(turn, asking.policy, require_id(asking.review.id))
        views[is_copy].append({**facts, "is_again": asking.is_again, "is_copy": is_copy})
    waiting, copies = views[False], views[True]
    if len(questions) == 1:
        only: dict[str, Any] = (waiting or copies)[0]
        turn.tell(person, "policies/expiring", important=bool(waiting), **only)
        return
    template = "policies/expiring_many"
    turn.tell(person, template, important=bool(waiting), waiting=waiting, copies=copies, page=0)


def question_facts(turn: Turn, policy: Policy, review_id: int) -> Facts:
    """One question, as it is asked for the first time."""
    body = lead_body(turn.session, policy)
    return {"policy": policy, "review": review_id, "body": body, "is_again": False, "is_copy": False}


@routes.tap("policy.expiring")
def turn_page(_update: Update, turn: Turn) -> None:
    """Tap: the next of the policies that are asked about, in place."""
    show_list(turn, turn.press.number())


def show_list(turn: Turn, page: int) -> None:
    """What I still have to answer, one with its buttons, in the place of the tapped message."""
    waiting = [
        question_facts(turn, policy, require_id(review.id))
        for review, policy in list_open_reviews(turn.session)
        if review.answer is None and is_mine(turn, policy)
    ]
    page = min(max(0, page), max(0, len(waiting) - 1))
    turn.edit("policies/expiring_many", waiting=waiting, copies=[], page=page)


def is_mine(turn: Turn, policy: Policy) -> bool:
    """Whether I am asked about a policy's last day."""
    return is_asked(turn.session, policy, lead_body(turn.session, policy), turn.hats, turn.today)
