"""The summary of a month for the meeting: snapshots, versions, and who was sent which (scenarios 26, 27)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from services.collections.doubts import change_percent
from services.collections.outcomes import NothingToSum
from services.collections.planning import numbering_of
from services.mechanism import Dispatch
from services.outcomes import Stale
from services.people import LEADING_ROLES
from storage import collections as rows
from storage.base import require_id, type_json
from storage.bodies import Body, BodyKind, find_body
from storage.collections import Collection, CollectionState, Figure, Indicator, Pack, Return
from storage.database import Session
from storage.people import Person, Role, list_people_of

GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is another one than in the version before."""

    body: str
    name: str
    unit: str
    before: str | None
    after: str | None


def make_pack(
    session: Session, collection_id: int, *, rules: Dispatch, by_id: int | None, now: datetime
) -> tuple[Pack, bool]:
    """The summary as it stands, and whether it is a new version. Nothing changed: the last one again.

    Raises Stale, NothingToSum.
    """
    collection = rows.find_collection(session, collection_id)
    if collection is None:
        raise Stale
    if collection.state != CollectionState.CALLED:
        raise NothingToSum
    rows.lock_collection(session, collection_id)
    last = rows.find_last_pack(session, collection_id)
    facts = _snapshot(session, collection, rules)
    if last is not None and last.facts["groups"] == facts["groups"]:
        return last, False
    version = last.version + 1 if last else 1
    changes = changes_between(last.facts, facts) if last else []
    facts |= {"version": version, "changes": [_plain_change(change) for change in changes]}
    made = Pack(collection_id=collection_id, version=version, facts=facts, made_by=by_id, made_at=now)
    return rows.add_pack(session, made), True


def list_readers(session: Session, collection: Collection, on: date) -> list[Person]:
    """Who is sent the summary: the heads of the leading group and the leaders in charge of those asked."""
    found: dict[int, Person] = {}
    group = find_body(session, BodyKind.LEADING_GROUP)
    if group is not None:
        for person in list_people_of(session, group, *LEADING_ROLES, on=on):
            found[require_id(person.id)] = person
    for _, body in rows.list_returns(session, require_id(collection.id)):
        for person in list_people_of(session, body, Role.LEAD_LEADER, on=on):
            found[require_id(person.id)] = person
    return sorted(found.values(), key=lambda person: (person.rank, require_id(person.id)))


def changes_between(before: type_json, after: type_json) -> list[Change]:
    """Which figures differ between two versions."""
    old, new = _cells(before), _cells(after)
    return [
        Change(*cell, old.get(cell), new.get(cell))
        for cell in [*new, *(one for one in old if one not in new)]
        if old.get(cell) != new.get(cell)
    ]


def light_of(value: Decimal, last: Decimal | None, indicator: Indicator, month: date, rules: Dispatch) -> str:
    """Green, yellow or red by how much of what last month lets expect was reached; grey without it."""
    begins = indicator.cumulative and month.month == 1
    if last is None or last <= 0 or begins:
        return GREY
    expected = last / (month.month - 1) if indicator.cumulative else last
    reached = (value - last if indicator.cumulative else value) / expected * 100
    if reached >= rules.green_from_percent:
        return GREEN
    return YELLOW if reached >= rules.yellow_from_percent else RED


def count_missed(session: Session, body_id: int, year: int) -> tuple[int, int]:
    """How often a body was missing, and how often late, in the collections about a year (M21)."""
    missed = rows.list_missed(session, [body_id], date(year, 1, 1), date(year + 1, 1, 1))
    late = sum(one.is_late for one in missed)
    return len(missed) - late, late


def _snapshot(session: Session, collection: Collection, rules: Dispatch) -> type_json:
    collection_id = require_id(collection.id)
    numbering = numbering_of(collection)
    indicators = rows.list_indicators(session, collection_id)
    figures = rows.list_figures_of(session, collection_id)
    last = rows.list_last_figures(session, collection)
    returns = rows.list_returns(session, collection_id)
    groups: dict[str, type_json] = {}
    for handed, body in returns:
        asked = [one for one in indicators if body.kind in one.kinds]
        name = ",".join(one.key for one in asked)
        group = groups.setdefault(name, {"indicators": [_plain_indicator(one) for one in asked], "rows": []})
        group["rows"].append(_row(handed, body, asked, figures, last, collection, rules))
    return {
        "code": numbering.code,
        "formal": list(numbering.formal),
        "title": collection.title,
        "month": collection.month.isoformat(),
        "groups": list(groups.values()),
        "missing": [body.short_name for handed, body in returns if handed.returned_at is None],
        "late": [body.short_name for handed, body in returns if handed.is_late],
    }


def _row(
    handed: Return, body: Body, asked: list[Indicator], figures: dict[tuple[int, int], Figure],
    last: dict[tuple[int, str], Decimal], collection: Collection, rules: Dispatch,
) -> type_json:  # fmt: skip
    cells: list[type_json | None] = []
    for one in asked:
        figure = figures.get((require_id(handed.id), require_id(one.id)))
        before = last.get((body.id or 0, one.key))
        if figure is None:
            cells.append(None)
            continue
        cells.append(
            {
                "value": figure.value,
                "last": str(before) if before is not None else None,
                "percent": change_percent(figure.number, before) if before else None,
                "light": light_of(figure.number, before, one, collection.month, rules),
            }
        )
    return {
        "body": body.short_name,
        "missing": handed.returned_at is None,
        "late": handed.is_late,
        "cells": cells,
    }


def _plain_indicator(one: Indicator) -> type_json:
    return {"name": one.name, "unit": one.unit, "cumulative": one.cumulative}


def _plain_change(change: Change) -> type_json:
    return {
        "body": change.body,
        "name": change.name,
        "unit": change.unit,
        "before": change.before,
        "after": change.after,
    }


def _cells(facts: type_json) -> dict[tuple[str, str, str], str | None]:
    """Every figure of a version by (body, indicator, unit)."""
    return {
        (row["body"], one["name"], one["unit"]): cell["value"] if cell else None
        for group in facts["groups"]
        for row in group["rows"]
        for one, cell in zip(group["indicators"], row["cells"], strict=True)
    }
