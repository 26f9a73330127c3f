"""The import of the policy list as a whole: read, compare, and write all or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from sqlmodel import Session

from services.policies.notes import PolicyNote
from services.policies.reading import read_policy_row, sheet_words
from storage.policies import (
    Policy,
    PolicyState,
    PolicyValue,
    add_policies,
    changes_to,
    list_policies,
    update_policies,
)
from storage.spreadsheets import (
    ImportReport,
    Level,
    Outcome,
    Sheet,
    SheetLimits,
    SheetRow,
    SheetUnreadable,
    read_sheet,
)

Progress = Callable[[int, int], None]
"""Told (rows done, rows in all)."""
Values = dict[str, PolicyValue]
_SHOWN = 60


@dataclass(frozen=True)
class _Entry:
    row: SheetRow
    values: Values
    known: Policy | None


def import_policies(
    session: Session,
    path: Path,
    *,
    now: datetime,
    apply: bool,
    progress: Progress | None = None,
    limits: SheetLimits | None = None,
    by_id: int | None = None,
) -> ImportReport:
    """Take over a policy list (M18), or with `apply=False` only say what would happen.

    Any error and nothing is written. A row is a known policy when it has its id, or, without ids, its
    document number and title; importing again changes only what changed, and what a policy said before is
    kept. Policies that the file does not mention stay. `by_id` is the person who imports.
    """
    report = ImportReport()
    try:
        sheet = read_sheet(path, sheet_words().sheet_columns(), limits)
    except SheetUnreadable as unreadable:
        report.refuse(unreadable.problem, unreadable.facts)
        return report
    entries = _read_entries(session, sheet, report, progress)
    _compare(entries, sheet, report)
    _note_gone(session, entries, report)
    if apply and not report.has_errors:
        new = [entry.values for entry in entries if entry.known is None]
        changed = [(entry.known, entry.values) for entry in entries if entry.known is not None]
        add_policies(session, new, now=now)
        update_policies(session, changed, now=now, by_id=by_id)
        report.applied = True
    return report


def load_demo_policies(session: Session, *, now: datetime) -> ImportReport:
    """The policies of the demonstration; invented ones are marked as examples."""
    with as_file(files("storage").joinpath("data", "demo", "policies.csv")) as path:
        return import_policies(session, path, now=now, apply=True)


def _read_entries(
    session: Session, sheet: Sheet, report: ImportReport, progress: Progress | None
) -> list[_Entry]:
    known = _KnownPolicies(list_policies(session))
    seen = _SeenRows(sheet, report)
    entries: list[_Entry] = []
    for done, row in enumerate(sheet.rows, start=1):
        values = read_policy_row(sheet, row, report)
        if values is not None and seen.take(row, values):
            entries.append(_Entry(row, values, known.find(values)))
        if progress is not None:
            progress(done, len(sheet.rows))
    return entries


class _KnownPolicies:
    """The policies that rows may be about."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self.by_id: dict[str, Policy] = {}
        self.by_name: dict[tuple[str, str], Policy] = {}
        for policy in policies:
            if policy.external_id:
                self.by_id[policy.external_id] = policy
            self.by_name[(policy.document_number or "", policy.title)] = policy

    def find(self, values: Values) -> Policy | None:
        """The policy with the row's id; with its number and title when one of the two has no id."""
        external_id = values.get("external_id")
        if external_id and str(external_id) in self.by_id:
            return self.by_id[str(external_id)]
        named = self.by_name.get(_name_of(values))
        if named is None or (external_id and named.external_id):
            return None
        return named


class _SeenRows:
    """Rows read so far, to find what stands in the file twice."""

    def __init__(self, sheet: Sheet, report: ImportReport) -> None:
        self.sheet = sheet
        self.report = report
        self.by_id: dict[str, int] = {}
        self.by_name: dict[tuple[str, str], int] = {}
        self.by_number: dict[str, int] = {}

    def take(self, row: SheetRow, values: Values) -> bool:
        """Remember a row; False when it stands in the file already."""
        external_id, name = str(values.get("external_id") or ""), _name_of(values)
        for key, seen in (("external_id", self.by_id.get(external_id)), ("title", self.by_name.get(name))):
            if seen is not None:
                self._note(row, key, PolicyNote.ROW_TWICE, Level.ERROR, seen)
                return False
        if name[0] and name[0] in self.by_number:
            seen = self.by_number[name[0]]
            self._note(row, "document_number", PolicyNote.NUMBER_TWICE, Level.WARNING, seen)
        if external_id:
            self.by_id[external_id] = row.number
        if name[0]:
            self.by_number[name[0]] = row.number
        self.by_name[name] = row.number
        return True

    def _note(self, row: SheetRow, key: str, code: PolicyNote, level: Level, other_row: int) -> None:
        column = self.sheet.headers.get(key)
        self.report.note(
            level, code, row=row.number, column=column, value=row[key][:_SHOWN], other_row=other_row
        )


def _name_of(values: Values) -> tuple[str, str]:
    return (str(values.get("document_number") or ""), str(values["title"]))


def _compare(entries: list[_Entry], sheet: Sheet, report: ImportReport) -> None:
    for entry in entries:
        if entry.known is None:
            report.outcomes[entry.row.number] = Outcome.NEW
            continue
        changes = changes_to(entry.known, entry.values)
        report.outcomes[entry.row.number] = Outcome.CHANGED if changes else Outcome.UNCHANGED
        current = entry.known.model_dump()
        for key, value in changes.items():
            report.note(
                Level.INFO,
                PolicyNote.FIELD_CHANGED,
                row=entry.row.number,
                column=sheet.headers.get(key, key),
                policy=entry.known.code,
                old=_shown(current[key]),
                new=_shown(value),
            )


def _note_gone(session: Session, entries: list[_Entry], report: ImportReport) -> None:
    """Name the policies that came with an earlier list and are missing in this one: they stay."""
    kept = {entry.known.id for entry in entries if entry.known is not None}
    if not kept:
        return  # another list altogether
    gone = [
        policy
        for policy in list_policies(session)
        if policy.external_id and policy.state == PolicyState.PUBLISHED and policy.id not in kept
    ]
    for policy in gone:
        report.note(Level.INFO, PolicyNote.GONE, policy=policy.code, title=policy.title[:_SHOWN])


def _shown(value: PolicyValue) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}\u2026"
