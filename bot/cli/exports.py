"""`zhuanban export …`: registers as spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli.opening import opened
from bot.cli.words import fail, say, tell
from bot.clock import SystemClock
from bot.opening import read_mechanism
from bot.settings import Settings
from storage.database import Session
from storage.spreadsheets.writing import SheetColumn, Value, write_sheet
from templates.documents.policies import policy_columns
from templates.filters import formal
from templates.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.issues.exporting import IssueEntry
    from services.meetings.exporting import Attendance

NARROW, WIDE, WIDEST = 12, 24, 60


@dataclass(frozen=True, slots=True)
class Export:
    """A sheet: its name, its columns, its rows."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterator[Sequence[Value]]


def export_file(file: Path, make: "Callable[[Session], Export]") -> None:
    """Write one register to `file`. Exit code 2 for a file that is to be no .xlsx."""
    if file.suffix.lower() != ".xlsx":
        fail(say("export_kind", path=file))
        raise typer.Exit(2)
    settings = Settings()
    with opened(settings, must_exist=True) as database, database.read() as session:
        export = make(session)
        count = write_sheet(file, export.name, export.columns, export.rows, zone=settings.zone)
    tell(say("export_done", count=count, path=file))


def policy_sheet(session: Session) -> Export:
    """The policy list as the import reads it."""
    from services.policies.exporting import list_policy_rows, policy_headings

    columns = policy_columns(policy_headings())
    return Export(words("export")["policies"], columns, list_policy_rows(session))


def issue_sheet(session: Session) -> Export:
    """The register of problems."""
    from services.issues.exporting import list_issue_register

    widths = {"title": WIDE, "text": WIDEST, "solution": WIDE * 2, "enterprise": WIDE}
    rows = (_issue_row(entry) for entry in list_issue_register(session, now=SystemClock().now()))
    return Export(words("export")["issues"], _columns("export_issues", widths), rows)


def attendance_sheet(session: Session) -> Export:
    """Participants of meetings, their answers, and who was there."""
    from services.meetings.exporting import list_attendance

    rules = read_mechanism(Settings()).meetings

    widths = {"title": WIDE, "unit": WIDE, "reason": WIDE}
    rows = (_attendance_row(entry) for entry in list_attendance(session, rules, SystemClock().now()))
    return Export(words("export")["attendance"], _columns("export_attendance", widths), rows)


def _columns(group: str, widths: dict[str, int]) -> list[SheetColumn]:
    return [SheetColumn(text, widths.get(key, NARROW + 4)) for key, text in words(group).items()]


def _issue_row(entry: "IssueEntry") -> list[Value]:
    issue = entry.issue
    facts: dict[str, Value] = {
        "number": formal(issue.formal),
        "code": issue.code,
        "title": issue.title,
        "text": issue.text,
        "module": word(issue.module, "module"),
        "tier": word(issue.tier, "issue_tier"),
        "state": word(issue.state, "issue_state"),
        "late": _late(entry.is_late),
        "industry": _known(issue.industry, "industry"),
        "factor": _known(issue.factor, "issue_factor"),
        "place": entry.place,
        "enterprise": issue.enterprise,
        "reporter": entry.reporter,
        "reporter_unit": entry.reporter_unit,
        "co_reporters": _listed(entry.co_reporters),
        "owner": entry.owner,
        "lead": entry.lead,
        "helper": entry.helper,
        "helpers": _listed(entry.helpers),
        "ratings": _listed(f"{name} {word(rating, 'help_rating')}" for name, rating in entry.ratings),
        "supervisions": _listed(formal(number) for number in entry.supervisions),
        "reported_at": issue.reported_at,
        "accept_due_at": issue.accept_due_at,
        "accepted_at": issue.accepted_at,
        "solve_due_at": issue.solve_due_at,
        "extended_days": issue.extended_days or None,
        "solved_at": issue.solved_at,
        "closed_at": issue.closed_at,
        "solution": issue.solution,
        "verdict": _known(issue.verdict, "issue_verdict"),
        "ruling": issue.ruling,
        "reopened": issue.reopened,
        "returned": issue.returned,
        "merged_into": formal(entry.merged_into) if entry.merged_into else None,
    }
    return [facts[key] for key in words("export_issues")]


def _attendance_row(entry: "Attendance") -> list[Value]:
    reasons = [_known(entry.reason, "leave_reason"), entry.note]
    facts: dict[str, Value] = {
        "number": formal(entry.formal) if entry.formal else None,
        "kind": word(entry.kind, "meeting_kind"),
        "title": entry.title,
        "starts_at": entry.starts_at,
        "place": entry.place,
        "state": word(entry.meeting_state, "meeting_state"),
        "name": entry.name,
        "unit": entry.unit,
        "reply": word(entry.reply, "meeting_reply"),
        "delegate": entry.delegate,
        "reason": words("cli")["and"].join(reason for reason in reasons if reason),
        "granted": _granted(entry),
        "replied_at": entry.replied_at,
        "attended": _known(entry.attended, "attended"),
        "checked_in_at": entry.checked_in_at,
    }
    return [facts[key] for key in words("export_attendance")]


def _granted(entry: "Attendance") -> str | None:
    if entry.reply not in ("leave", "delegate"):
        return None
    return words("export")[{None: "undecided", True: "granted", False: "refused"}[entry.granted]]


def _late(is_late: bool | None) -> str | None:
    return None if is_late is None else words("export")["late" if is_late else "timely"]


def _listed(names: Iterable[str]) -> str | None:
    return words("cli")["and"].join(names) or None


def _known(key: str | None, group: str) -> str | None:
    return None if key is None else word(key, group)
