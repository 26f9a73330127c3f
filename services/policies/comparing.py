"""A policy list beside the policies that are known: what is new, what changes, what is no longer named."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from json import dumps
from pathlib import Path

from sqlmodel import Session

from services.policies.notes import PolicyNote
from services.policies.reading import read_policy_row, sheet_words
from services.policies.spelling import headings, spell_value
from storage.policies import Policy, PolicyState, PolicyValue, changes_to, list_policies
from storage.spreadsheets import (
    ImportReport,
    Level,
    Outcome,
    Sheet,
    SheetLimits,
    SheetRow,
    SheetUnreadable,
    neutralise,
    read_sheet,
)

Progress = Callable[[int, int], None]
"""Told (rows done, rows in all)."""
Values = dict[str, PolicyValue]
_SHOWN = 60
_IN_PREPARATION = frozenset({PolicyState.DRAFT, PolicyState.REVIEW})


@dataclass(frozen=True)
class Change:
    """One field that will say something else: its heading, and the words before and after."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One row that can be taken. `values` are all that it says; `changes` is empty for a new policy."""

    row: SheetRow
    values: Values
    known: Policy | None
    outcome: Outcome = Outcome.NEW
    changes: tuple[Change, ...] = ()


@dataclass
class ListPlan:
    """What taking a list over would do. `gone` are the policies of an earlier list that it does not name."""

    report: ImportReport = field(default_factory=ImportReport)
    entries: list[Entry] = field(default_factory=list)
    gone: list[Policy] = field(default_factory=list)

    @property
    def new(self) -> list[Entry]:
        """Policies to be added."""
        return [entry for entry in self.entries if entry.outcome is Outcome.NEW]

    @property
    def changed(self) -> list[tuple[Policy, Entry]]:
        """Policies that will say something else, with what they will say."""
        return [
            (entry.known, entry)
            for entry in self.entries
            if entry.outcome is Outcome.CHANGED and entry.known is not None
        ]

    @property
    def digest(self) -> str:
        """The same only while taking the list over would do the same."""
        facts = [
            [entry.row.number, entry.known and (entry.known.code, entry.known.version), entry.values]
            for entry in self.entries
        ]
        said = dumps([facts, [policy.code for policy in self.gone]], default=str, sort_keys=True)
        return sha256(said.encode()).hexdigest()


def plan_list(
    session: Session,
    path: Path,
    *,
    limits: SheetLimits | None = None,
    kind: str | None = None,
    progress: Progress | None = None,
) -> ListPlan:
    """Read a list and compare it; nothing is written. `kind` (".xlsx") is for files without an ending.

    A row is a known policy when it has its id, or, without ids, its document number and title. A policy that
    was withdrawn comes back with the list; one that is still being prepared is left alone. Policies that the
    file does not mention stay.
    """
    plan = ListPlan()
    try:
        sheet = read_sheet(path, sheet_words().sheet_columns(), limits, kind=kind)
    except SheetUnreadable as unreadable:
        plan.report.refuse(unreadable.problem, unreadable.facts)
        return plan
    policies = list_policies(session)
    read = _read_entries(policies, sheet, plan.report, progress)
    plan.entries = [_compared(entry, sheet, plan.report) for entry in read]
    plan.gone = _list_gone(policies, read)
    for policy in plan.gone:
        plan.report.note(Level.INFO, PolicyNote.GONE, policy=policy.code, title=policy.title)
    return plan


def _read_entries(
    policies: list[Policy], sheet: Sheet, report: ImportReport, progress: Progress | None
) -> list[Entry]:
    known = _KnownPolicies(policies)
    seen = _SeenRows(sheet, report)
    entries: list[Entry] = []
    for done, row in enumerate(sheet.rows, start=1):
        values = read_policy_row(sheet, row, report)
        if values is not None and seen.take(row, values):
            entries.append(Entry(row, values, known.find(values)))
        if progress is not None:
            progress(done, len(sheet.rows))
    return entries


class _KnownPolicies:
    """The policies that rows may be about."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self.by_id: dict[str, Policy] = {}
        self.by_name: dict[tuple[str, str], Policy] = {}
        for policy in sorted(policies, key=_is_published):  # of two with one name the published one counts
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


def _is_published(policy: Policy) -> bool:
    return policy.state == PolicyState.PUBLISHED


def _compared(entry: Entry, sheet: Sheet, report: ImportReport) -> Entry:
    """The entry with what becomes of it, which the report is told, too."""
    compared = _beside(entry, entry.known) if entry.known is not None else entry
    number, policy = entry.row.number, entry.known
    report.outcomes[number] = compared.outcome
    if policy is not None and compared.outcome is Outcome.IGNORED:
        named = {"policy": policy.code, "title": policy.title}
        report.note(Level.WARNING, PolicyNote.IN_PREPARATION, row=number, **named)
    for change in compared.changes:
        code = policy.code if policy is not None else ""
        column = sheet.headers.get(change.field, headings()[change.field])
        facts = {"policy": code, "old": change.old, "new": change.new}
        report.note(Level.INFO, PolicyNote.FIELD_CHANGED, row=number, column=column, **facts)
    return compared


def _beside(entry: Entry, policy: Policy) -> Entry:
    if policy.state in _IN_PREPARATION:
        return replace(entry, outcome=Outcome.IGNORED)
    values = {**_as_written(policy, entry.values), "state": PolicyState.PUBLISHED.value}
    changes = _changes(policy, values)
    outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
    return replace(entry, values=values, outcome=outcome, changes=changes)


def _as_written(policy: Policy, values: Values) -> Values:
    """What the row says; a text that differs only by the apostrophe of an export is the policy's own."""
    current = policy.model_dump(include=set(values))
    return {
        key: current[key] if isinstance(current[key], str) and neutralise(current[key]) == value else value
        for key, value in values.items()
    }


def _changes(policy: Policy, values: Values) -> tuple[Change, ...]:
    current = policy.model_dump()
    return tuple(
        Change(key, spell_value(key, current[key]), spell_value(key, value))
        for key, value in changes_to(policy, values).items()
    )


def _list_gone(policies: list[Policy], entries: list[Entry]) -> list[Policy]:
    """The policies that came with an earlier list and are missing in this one: they stay."""
    kept = {entry.known.id for entry in entries if entry.known is not None}
    if not kept:
        return []  # another list altogether
    return [
        policy
        for policy in policies
        if policy.external_id and _is_published(policy) and policy.id not in kept
    ]
