"""The import as a whole: read, put together, compare, and write all or nothing."""

from collections.abc import Callable
from datetime import date, datetime
from importlib.resources import as_file, files
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session, func, select

from services.people import close_hats, hat_row
from services.roster.planning import (
    KnownPeople,
    PersonPlan,
    compare_plans,
    load_known_people,
    merge_entries,
)
from services.roster.reading import RosterEntry, read_entry
from services.roster.surroundings import load_surroundings
from services.roster.units import add_listed_units
from services.roster.vocabulary import vocabulary
from storage.base import require_id
from storage.people import Person, PhoneHistory
from storage.spreadsheets import ImportReport, Sheet, SheetLimits, SheetUnreadable, read_sheet

Progress = Callable[[int, int], None]
"""Told (rows done, rows in all)."""


def import_roster(
    session: Session,
    path: Path,
    *,
    now: datetime,
    zone: ZoneInfo,
    apply: bool,
    progress: Progress | None = None,
    limits: SheetLimits | None = None,
) -> ImportReport:
    """Take over a roster (M1), or with `apply=False` only say what would happen.

    Any error and nothing is written. Warnings stand for what somebody should confirm; applying confirms
    them. A second sheet may list units; new ones are added. What the file says again changes nothing;
    people whom it does not mention are named in the report and stay as they are. Hats that end keep their
    period: history keeps its units (scenario 36).
    Raises BodyNotFound when the structure has not been loaded.
    """
    report = ImportReport()
    with session.begin_nested() as attempt:
        try:
            add_listed_units(session, path, limits, report)
            sheet = read_sheet(path, vocabulary().sheet_columns(), limits)
        except SheetUnreadable as unreadable:
            report.refuse(unreadable.problem, unreadable.facts)
        else:
            _take_over(session, sheet, report, today=now.astimezone(zone).date(), now=now, progress=progress)
        report.applied = apply and not report.has_errors
        if not report.applied:
            attempt.rollback()
    return report


def _take_over(
    session: Session,
    sheet: Sheet,
    report: ImportReport,
    *,
    today: date,
    now: datetime,
    progress: Progress | None,
) -> None:
    entries = _read_entries(session, sheet, report, progress)
    plans = merge_entries(entries, sheet, report)
    known = load_known_people(session, today)
    compare_plans(plans, known, sheet, report)
    if not report.has_errors:
        _write(session, plans, known, now=now, today=today)


def load_demo_roster(session: Session, *, now: datetime, zone: ZoneInfo) -> ImportReport:
    """The fictitious people of the demonstration."""
    with as_file(files("storage").joinpath("data", "demo", "roster.csv")) as path:
        return import_roster(session, path, now=now, zone=zone, apply=True)


def _read_entries(
    session: Session, sheet: Sheet, report: ImportReport, progress: Progress | None
) -> list[RosterEntry]:
    surroundings = load_surroundings(session)
    entries = []
    for done, row in enumerate(sheet.rows, start=1):
        entry = read_entry(sheet, row, surroundings, report)
        if entry is not None:
            entries.append(entry)
        if progress is not None:
            progress(done, len(sheet.rows))
    return entries


def _write(
    session: Session, plans: list[PersonPlan], known: KnownPeople, *, now: datetime, today: date
) -> None:
    _release_phones(session, plans, now=now)
    last_rank = session.exec(select(func.max(Person.rank))).one() or 0
    for plan in plans:
        if plan.person is None:
            last_rank += 1
            rank = last_rank if plan.rank is None else plan.rank
            plan.person = Person(
                name=plan.name, phone=plan.phone, unit_id=require_id(plan.unit.id), rank=rank
            )
            session.add(plan.person)
        _update(plan.person, plan)
    session.flush()
    for plan in plans:
        _write_hats(session, plan, known, today)
    session.flush()


def _release_phones(session: Session, plans: list[PersonPlan], *, now: datetime) -> None:
    """Give new numbers first, and keep the old ones (scenario 37)."""
    for plan in plans:
        person = plan.person
        if person is not None and person.phone != plan.phone:
            session.add(PhoneHistory(person_id=require_id(person.id), phone=person.phone, replaced_at=now))
            person.phone = plan.phone
    session.flush()


def _update(person: Person, plan: PersonPlan) -> None:
    person.unit_id = require_id(plan.unit.id)
    person.post = plan.post
    person.active = True
    if plan.rank is not None:
        person.rank = plan.rank


def _write_hats(session: Session, plan: PersonPlan, known: KnownPeople, today: date) -> None:
    if plan.person is None:
        return
    close_hats(session, plan.ended, on=today)
    worn = known.hats.get(require_id(plan.person.id), {})
    for key, hat in plan.hats.items():
        if key in worn:
            worn[key].is_unit, worn[key].heads_work_group = hat.is_unit, hat.heads_work_group
    session.add_all(hat_row(plan.person, hat, today) for hat in plan.added)
