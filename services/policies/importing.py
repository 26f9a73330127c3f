"""The import of the policy list as a whole: all or nothing, in one transaction."""

from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from sqlmodel import Session

from services.policies.comparing import Progress, plan_list
from storage.policies import add_policies, update_policies
from storage.spreadsheets import ImportReport, SheetLimits


def import_policies(
    session: Session,
    path: Path,
    *,
    now: datetime,
    apply: bool,
    progress: Progress | None = None,
    limits: SheetLimits | None = None,
) -> ImportReport:
    """Take over a policy list (M18), or with `apply=False` only say what would happen.

    Any error and nothing is written; importing again changes only what changed, and what a policy said
    before is kept.
    """
    plan = plan_list(session, path, limits=limits, progress=progress)
    if apply and not plan.report.has_errors:
        add_policies(session, [entry.values for entry in plan.new], now=now)
        update_policies(session, [(policy, entry.values) for policy, entry in plan.changed], now=now)
        plan.report.applied = True
    return plan.report


def load_demo_policies(session: Session, *, now: datetime) -> ImportReport:
    """The policies of the demonstration; invented ones are marked as examples."""
    with as_file(files("storage").joinpath("data", "demo", "policies.csv")) as path:
        return import_policies(session, path, now=now, apply=True)
