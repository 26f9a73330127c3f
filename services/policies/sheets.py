"""A policy list from a chat or an address: shown first, written step by step, undone within a day (M18).

Every step is a transaction of its own and continues from what the lines say, so a stop in between loses
nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from json import loads
from pathlib import Path

from sqlmodel import Session

from services.calendar import WorkingTime
from services.mechanism import ImportLimits, Policies
from services.outcomes import Outcome as Refusal
from services.outcomes import Stale
from services.people import Hats
from services.policies.comparing import ListPlan, plan_list
from services.policies.news import plan_news
from services.policies.sheet_lines import lines_of, value_of, values_of
from services.rights import Right, require
from storage.policies import (
    Policy,
    PolicyState,
    PolicyValue,
    add_policies,
    get_policy,
    list_policies_by_id,
    list_versions,
    update_policies,
)
from storage.policies.imports import (
    ImportState,
    LineKind,
    LineState,
    PolicyImport,
    PolicyImportLine,
    add_import,
    find_import,
    list_added,
    list_lines_in_state,
    replace_lines,
)
from storage.spreadsheets import Outcome

MOST_ANNOUNCED = 20
"""New policies of one list that are announced; a longer list is a first filling and no news."""


class ImportOver(Refusal):
    """This import cannot be undone any more."""

    template = "policies/refused/import_over"


@dataclass(frozen=True)
class SheetFile:
    """Where the content of a list is, and how much it may ask of us."""

    path: Path
    limits: ImportLimits


def begin_import(
    session: Session,
    name: str,
    *,
    now: datetime,
    hats: Hats | None = None,
    sha256: str | None = None,
    kind: str = ".xlsx",
) -> PolicyImport:
    """A list was handed in (by nobody: it was fetched); nothing is read yet. Raises NotAllowed."""
    if hats is not None:
        require(Right.KEEP_POLICIES, hats)
    by_id = hats.person.id if hats is not None else None
    return add_import(
        session, PolicyImport(by_id=by_id, name=name[:255], sha256=sha256, kind=kind, created_at=now)
    )


def read_import(session: Session, handed_in: PolicyImport, file: SheetFile) -> ListPlan:
    """Compare the list with what is known, and keep what writing it would do, line by line."""
    plan = plan_list(session, file.path, limits=file.limits.sheet_limits, kind=handed_in.kind)
    replace_lines(session, handed_in, lines_of(plan))
    handed_in.state, handed_in.digest = ImportState.SHOWN, plan.digest
    handed_in.unchanged = plan.report.count(Outcome.UNCHANGED)
    session.flush()
    return plan


def get_import(session: Session, import_id: int, *states: ImportState) -> PolicyImport:
    """The import, if it stands in one of these states. Raises Stale."""
    handed_in = find_import(session, import_id)
    if handed_in is None or handed_in.state not in states:
        raise Stale
    return handed_in


def confirm_import(session: Session, import_id: int, digest: str, *, hats: Hats) -> PolicyImport:
    """Have it written. `digest` begins the one of the preview that was tapped. Raises NotAllowed, Stale."""
    require(Right.KEEP_POLICIES, hats)
    handed_in = get_import(session, import_id, ImportState.SHOWN)
    if not digest or not (handed_in.digest or "").startswith(digest):
        raise Stale
    handed_in.state, handed_in.by_id = ImportState.WRITING, hats.person.id
    session.flush()
    return handed_in


def drop_import(session: Session, import_id: int, *, hats: Hats) -> None:
    """Give it up; nothing is written. Raises NotAllowed, Stale."""
    require(Right.KEEP_POLICIES, hats)
    handed_in = get_import(session, import_id, ImportState.SHOWN, ImportState.READING)
    handed_in.state = ImportState.DROPPED
    session.flush()


def is_as_shown(session: Session, handed_in: PolicyImport, file: SheetFile) -> bool:
    """Whether writing would do what was shown; if the list has changed meanwhile it is to be shown anew."""
    digest = handed_in.digest
    if read_import(session, handed_in, file).digest != digest:
        handed_in.is_renewed = True
        return False
    handed_in.state = ImportState.WRITING
    return True


def write_lines(session: Session, handed_in: PolicyImport, *, limit: int, now: datetime) -> bool:
    """Write the next lines; whether there are more."""
    lines = list_lines_in_state(session, handed_in, LineState.PLANNED, limit=limit)
    new = [line for line in lines if line.kind == LineKind.NEW]
    added = add_policies(session, [values_of(line) for line in new], now=now)
    for line, policy in zip(new, added, strict=True):
        line.policy_id = policy.id
        _mark(line, policy, LineState.WRITTEN)
    known = [(_policy(session, line), line) for line in lines if line.kind == LineKind.CHANGED]
    update_policies(
        session, [(policy, values_of(line)) for policy, line in known], now=now, by_id=handed_in.by_id
    )
    for policy, line in known:
        _mark(line, policy, LineState.WRITTEN)
    session.flush()
    return len(lines) == limit


def finish_import(
    session: Session, handed_in: PolicyImport, *, time: WorkingTime, rules: Policies, now: datetime
) -> None:
    """All is written: what is new and in force is announced the next working morning."""
    handed_in.state, handed_in.done_at = ImportState.DONE, now
    added = list_policies_by_id(session, list_added(session, handed_in))
    today = time.day_of(now)
    for policy in added if len(added) <= MOST_ANNOUNCED else []:
        if not policy.is_expired(today):
            plan_news(session, policy, time=time, rules=rules, now=now)
    session.flush()


def may_undo(handed_in: PolicyImport, limits: ImportLimits, now: datetime) -> bool:
    """Whether it was written so lately that it can be undone."""
    done_at = handed_in.done_at
    return (
        handed_in.state == ImportState.DONE
        and done_at is not None
        and now <= done_at + timedelta(hours=limits.undo_hours)
    )


def undo_import(
    session: Session, import_id: int, *, hats: Hats, limits: ImportLimits, now: datetime
) -> PolicyImport:
    """Have it undone. Raises NotAllowed, Stale, ImportOver."""
    require(Right.KEEP_POLICIES, hats)
    handed_in = get_import(session, import_id, ImportState.DONE)
    if not may_undo(handed_in, limits, now):
        raise ImportOver(hours=limits.undo_hours)
    handed_in.state = ImportState.UNDOING
    session.flush()
    return handed_in


def restore_lines(
    session: Session, handed_in: PolicyImport, *, by_id: int | None, limit: int, now: datetime
) -> bool:
    """Restore the next lines: what was added is withdrawn, what was changed says again what it said.

    What somebody has changed since stays as it is. Returns whether there are more.
    """
    lines = list_lines_in_state(session, handed_in, LineState.WRITTEN, limit=limit)
    changes: list[tuple[Policy, dict[str, PolicyValue]]] = []
    for line in lines:
        policy = _policy(session, line)
        if policy.version != line.version:
            line.state = LineState.KEPT
            continue
        line.state = LineState.RESTORED
        changes.append((policy, _former(session, policy, line)))
    update_policies(session, changes, now=now, by_id=by_id)
    if len(lines) < limit:
        handed_in.state = ImportState.UNDONE
    session.flush()
    return len(lines) == limit


def _policy(session: Session, line: PolicyImportLine) -> Policy:
    return get_policy(session, line.policy_id or 0)


def _mark(line: PolicyImportLine, policy: Policy, state: LineState) -> None:
    line.state, line.version = state, policy.version


def _former(session: Session, policy: Policy, line: PolicyImportLine) -> dict[str, PolicyValue]:
    """What the policy is to say again."""
    if line.kind == LineKind.NEW:
        return {"state": PolicyState.WITHDRAWN.value}
    said = loads(list_versions(session, policy)[-1].facts)
    return {key: value_of(key, said[key]) for key in line.facts["values"]}
