"""The fields that are asked about policies: how each is answered, what is offered, how an answer reads."""

from collections.abc import Callable
from enum import StrEnum

from handlers.turn import Turn
from services.people import front_people
from services.policies import answering_body
from storage.bodies import find_body_by_id
from storage.conversations import Conversation
from storage.people import find_person
from storage.policies import Policy, PolicyFactor, PolicyIndustry, PolicyLevel
from templates import words


class Kind(StrEnum):
    """How a field is answered."""

    TEXT = "text"
    NUMBER = "number"
    LEVEL = "level"
    FACTOR = "factor"
    INDUSTRIES = "industries"
    BODY = "body"
    PERSON = "person"
    DAY = "day"


KINDS = {
    "document_number": Kind.NUMBER,
    "level": Kind.LEVEL,
    "factor": Kind.FACTOR,
    "lead": Kind.BODY,
    "expires_on": Kind.DAY,
    "effective_on": Kind.DAY,
    "apply_by": Kind.DAY,
    "new_until": Kind.DAY,
    "industries": Kind.INDUSTRIES,
    "contact_person_id": Kind.PERSON,
}
"""Every other field is words."""
CHOICES: dict[Kind, tuple[str, ...]] = {
    Kind.LEVEL: tuple(PolicyLevel),
    Kind.FACTOR: tuple(PolicyFactor),
    Kind.INDUSTRIES: tuple(PolicyIndustry),
}
OPTIONAL = frozenset(
    {
        "document_number",
        "expires_on",
        "industries",
        "conditions",
        "how_to_apply",
        "where_to_apply",
        "apply_by",
        "contact_person_id",
    }
)
FINDERS: dict[Kind, Callable[[Turn, int], bool]] = {
    Kind.BODY: lambda turn, row_id: find_body_by_id(turn.session, row_id) is not None,
    Kind.PERSON: lambda turn, row_id: find_person(turn.session, row_id) is not None,
}
"""Whether somebody or something that is to be picked exists."""
MOST_PEOPLE = 6


def kind_of(key: str) -> Kind:
    """How a field is answered."""
    return KINDS.get(key, Kind.TEXT)


def list_choices(
    turn: Turn, form: Conversation, key: str, policy: Policy | None
) -> list[tuple[str, str, bool]]:
    """What is offered for a field: value, label and whether it is ticked."""
    kind = kind_of(key)
    if kind in CHOICES:
        group = "policy_industry" if kind is Kind.INDUSTRIES else f"policy_{kind}"
        ticked = str(form.answers.get("ticked") or "").split()
        return [
            (str(place), words(group)[str(value)], str(value) in ticked)
            for place, value in enumerate(CHOICES[kind])
        ]
    if kind is Kind.BODY:
        found = (find_body_by_id(turn.session, body_id) for body_id in form.answers["found"])
        return [(str(body.id), body.short_name, False) for body in found if body is not None]
    if kind is Kind.PERSON and policy is not None:
        people = front_people(turn.session, answering_body(turn.session, policy), turn.today)
        return [(str(person.id), person.name, False) for person in people[:MOST_PEOPLE]]
    return []


def shown_answer(turn: Turn, key: str, value: object) -> str | None:
    """An answer as people read it; None for what was skipped."""
    kind = kind_of(key)
    if value is None:
        return None
    if kind in (Kind.LEVEL, Kind.FACTOR):
        return words(f"policy_{kind}")[str(value)]
    if kind is Kind.INDUSTRIES:
        separator = words("policy_form")["separator"]
        return separator.join(words("policy_industry")[one] for one in str(value).split())
    if kind is Kind.BODY and isinstance(value, int):
        body = find_body_by_id(turn.session, value)
        return body.name if body is not None else None
    if kind is Kind.PERSON and isinstance(value, int):
        person = find_person(turn.session, value)
        return person.name if person is not None else None
    return str(value)
