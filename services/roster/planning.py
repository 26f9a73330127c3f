"""From entries to people: rows of one person put together, and compared with what the database knows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from services.people import Hat
from services.roster.notes import RosterNote
from services.roster.reading import RosterEntry
from storage.base import require_id
from storage.bodies import Body, list_bodies
from storage.people import Membership, Person, holds, list_people
from storage.spreadsheets import ImportReport, Level, Outcome, Sheet

HatKey = tuple[int, str, str | None]
NAMES_SHOWN = 20


@dataclass
class PersonPlan:
    """What the file as a whole says about one person; `rows` are the rows that say it."""

    name: str
    phone: str
    unit: Body
    post: str
    rank: int | None
    hats: dict[HatKey, Hat]
    rows: list[int]
    person: Person | None = None
    added: list[Hat] = field(default_factory=list)
    ended: list[Membership] = field(default_factory=list)


@dataclass
class KnownPeople:
    """The roster of the database, and the hats of one day."""

    by_phone: dict[str, Person]
    hats: dict[int, dict[HatKey, Membership]]
    body_names: dict[int, str]


def hat_key(hat: Hat) -> HatKey:
    """What makes two hats the same one."""
    return require_id(hat.body.id), hat.role.value, hat.work_group


def load_known_people(session: Session, on: date) -> KnownPeople:
    """Everybody, also those who have left, with the hats that hold on a day."""
    people = list_people(session, also_inactive=True)
    hats: dict[int, dict[HatKey, Membership]] = {}
    for row in session.exec(select(Membership).where(holds(on)).order_by(col(Membership.id))):
        hats.setdefault(row.person_id, {})[row.body_id, row.role, row.work_group] = row
    names = {require_id(body.id): body.name for body in list_bodies(session, also_inactive=True)}
    return KnownPeople({person.phone: person for person in people}, hats, names)


def merge_entries(entries: Iterable[RosterEntry], sheet: Sheet, report: ImportReport) -> list[PersonPlan]:
    """One plan per person: a later row of the same person adds its bodies and corrects the rest."""
    plans: dict[str, PersonPlan] = {}
    for entry in entries:
        plan = plans.get(entry.phone)
        if plan is None:
            plans[entry.phone] = _plan(entry)
        elif plan.name != entry.name:
            report.note(
                Level.ERROR,
                RosterNote.PHONE_TWICE,
                row=entry.row,
                column=sheet.headers["phone"],
                value=entry.phone,
                other=plan.name,
                other_row=plan.rows[0],
            )
        else:
            _merge(plan, entry, sheet, report)
    return list(plans.values())


def _plan(entry: RosterEntry) -> PersonPlan:
    hats = {hat_key(hat): hat for hat in entry.hats}
    return PersonPlan(entry.name, entry.phone, entry.unit, entry.post, entry.rank, hats, [entry.row])


def _merge(plan: PersonPlan, entry: RosterEntry, sheet: Sheet, report: ImportReport) -> None:
    report.note(
        Level.INFO,
        RosterNote.ROW_REPEATS,
        row=entry.row,
        column=sheet.headers["phone"],
        other_row=plan.rows[-1],
    )
    _note_field(report, sheet, entry.row, "unit", old=plan.unit.name, new=entry.unit.name)
    _note_field(report, sheet, entry.row, "post", old=plan.post, new=entry.post)
    said = {hat.body.id for hat in entry.hats}
    stays = [hat for hat in plan.hats.values() if hat.body.id not in said and not hat.is_unit]
    plan.unit, plan.post = entry.unit, entry.post
    plan.rank = plan.rank if entry.rank is None else entry.rank
    plan.hats = {hat_key(hat): hat for hat in [*entry.hats, *stays]}
    plan.rows.append(entry.row)


def compare_plans(plans: list[PersonPlan], known: KnownPeople, sheet: Sheet, report: ImportReport) -> None:
    """Find the person of each plan, and give every row its outcome."""
    phones = {plan.phone for plan in plans}
    for plan in plans:
        plan.person = known.by_phone.get(plan.phone)
        if plan.person is not None and plan.person.name != plan.name:
            facts = {"value": plan.phone, "other": plan.person.name}
            column = sheet.headers["phone"]
            report.note(Level.ERROR, RosterNote.PHONE_TAKEN, row=plan.rows[-1], column=column, **facts)
            continue
        if plan.person is None:
            plan.person = _find_by_unit(plan, known, phones)
        _give_outcome(plan, known, sheet, report)
    _note_absent(plans, known, report)


def _find_by_unit(plan: PersonPlan, known: KnownPeople, phones: set[str]) -> Person | None:
    """The one person of this name in this unit whose number the file does not mention: a new number."""
    candidates = [
        person
        for person in known.by_phone.values()
        if person.active
        and (person.name, person.unit_id) == (plan.name, plan.unit.id)
        and person.phone not in phones
    ]
    return candidates[0] if len(candidates) == 1 else None


def _give_outcome(plan: PersonPlan, known: KnownPeople, sheet: Sheet, report: ImportReport) -> None:
    first, last = plan.rows[0], plan.rows[-1]
    if plan.person is None:
        plan.added = list(plan.hats.values())
        report.outcomes |= dict.fromkeys(plan.rows, Outcome.CHANGED) | {first: Outcome.NEW}
        return
    changes = _note_changes(plan, plan.person, known, sheet, report)
    report.outcomes |= dict.fromkeys(plan.rows, Outcome.UNCHANGED)
    report.outcomes[last] = Outcome.CHANGED if changes else Outcome.UNCHANGED


def _note_changes(
    plan: PersonPlan, person: Person, known: KnownPeople, sheet: Sheet, report: ImportReport
) -> bool:
    """Say what will change about a known person; False when nothing will."""
    row, before = plan.rows[-1], len(report.notes)
    if person.phone != plan.phone:
        facts = {"value": plan.phone, "old": person.phone, "name": plan.name}
        column = sheet.headers["phone"]
        report.note(Level.WARNING, RosterNote.PHONE_CHANGED, row=row, column=column, **facts)
    if not person.active:
        report.note(
            Level.WARNING, RosterNote.PERSON_RETURNED, row=row, column=sheet.headers["name"], value=plan.name
        )
    _note_field(report, sheet, row, "unit", old=known.body_names[person.unit_id], new=plan.unit.name)
    _note_field(report, sheet, row, "post", old=person.post, new=plan.post)
    if plan.rank is not None:
        _note_field(report, sheet, row, "rank", old=str(person.rank), new=str(plan.rank))
    _compare_hats(plan, known.hats.get(require_id(person.id), {}))
    _note_hats(plan, known, report)
    return len(report.notes) > before or _flags_differ(plan, known)


def _compare_hats(plan: PersonPlan, worn: dict[HatKey, Membership]) -> None:
    plan.added = [hat for key, hat in plan.hats.items() if key not in worn]
    plan.ended = [row for key, row in worn.items() if key not in plan.hats]


def _note_hats(plan: PersonPlan, known: KnownPeople, report: ImportReport) -> None:
    row = plan.rows[-1]
    if plan.added:
        names = tuple(dict.fromkeys(hat.body.name for hat in plan.added))
        report.note(Level.INFO, RosterNote.HATS_ADDED, row=row, bodies=names)
    if plan.ended:
        names = tuple(dict.fromkeys(known.body_names[hat.body_id] for hat in plan.ended))
        report.note(Level.INFO, RosterNote.HATS_ENDED, row=row, bodies=names)


def _flags_differ(plan: PersonPlan, known: KnownPeople) -> bool:
    worn = known.hats.get(require_id(plan.person.id), {}) if plan.person else {}
    return any(
        (worn[key].is_unit, worn[key].heads_work_group) != (hat.is_unit, hat.heads_work_group)
        for key, hat in plan.hats.items()
        if key in worn
    )


def _note_field(report: ImportReport, sheet: Sheet, row: int, key: str, *, old: str, new: str) -> None:
    if old != new:
        column = sheet.headers[key]
        report.note(Level.INFO, RosterNote.FIELD_CHANGED, row=row, column=column, old=old, new=new)


def _note_absent(plans: list[PersonPlan], known: KnownPeople, report: ImportReport) -> None:
    found = {plan.person.id for plan in plans if plan.person is not None}
    absent = [person.name for person in known.by_phone.values() if person.active and person.id not in found]
    if absent:
        names = tuple(absent[:NAMES_SHOWN])
        report.note(Level.WARNING, RosterNote.PEOPLE_ABSENT, count=len(absent), names=names)
