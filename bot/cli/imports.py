"""`zhuanban import …`: a note per row, then all or nothing."""

import sys
from collections.abc import Callable
from pathlib import Path

import typer

from bot.cli.failures import Failure
from bot.cli.opening import opened
from bot.cli.words import fail, say, stderr, tell
from bot.clock import SystemClock
from bot.opening import read_mechanism
from bot.settings import Settings
from storage.database import Database, Session
from storage.spreadsheets import ImportReport, Level, Outcome, RowNote, SheetLimits
from templates.notes import describe_note
from templates.words import words

Tell = Callable[[int, int], None]
Importer = Callable[[Session, bool, Tell], ImportReport]
MakeImporter = Callable[[Settings, SheetLimits, Path], Importer]

COLOURS = {Level.ERROR: typer.colors.RED, Level.WARNING: typer.colors.YELLOW, Level.INFO: None}


def roster_importer(settings: Settings, limits: SheetLimits, file: Path) -> Importer:
    """People and their hats (M1)."""
    from services.roster import import_roster

    now, zone = SystemClock().now(), settings.zone
    return lambda session, apply, progress: import_roster(
        session, file, now=now, zone=zone, apply=apply, progress=progress, limits=limits
    )


def policy_importer(_settings: Settings, limits: SheetLimits, file: Path) -> Importer:
    """The applicable policy list (M18)."""
    from services.policies import import_policies

    now = SystemClock().now()
    return lambda session, apply, progress: import_policies(
        session, file, now=now, apply=apply, progress=progress, limits=limits
    )


def holiday_importer(_settings: Settings, limits: SheetLimits, file: Path) -> Importer:
    """Days off and make-up workdays of a year."""
    from services.calendar import import_holidays

    return lambda session, apply, progress: import_holidays(
        session, file, apply=apply, progress=progress, limits=limits
    )


def import_file(file: Path, make: MakeImporter, *, dry_run: bool, yes: bool) -> None:
    """Say what the file would change; write it when that is wanted. Exit code 1 when rows are wrong."""
    settings = Settings()
    run = make(settings, read_mechanism(settings).imports.sheet_limits, file)
    with opened(settings) as database:
        at_once = yes and not dry_run
        report = _take(database, run, apply=at_once)
        _show(report, file)
        if not at_once:
            if dry_run or not _agreed(report):
                tell(say("import_dry" if dry_run else "import_kept"))
                return
            report = _take(database, run, apply=True)
            _require_clean(report)
        tell(say("import_applied"), colour=typer.colors.GREEN)


def _take(database: Database, run: Importer, *, apply: bool) -> ImportReport:
    """One transaction; wrong rows and nothing is written."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = stderr()
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with bar, database.begin() as session:
        task = bar.add_task(say("import_reading"), total=None)
        return run(session, apply, lambda done, total: bar.update(task, completed=done, total=total))


def _show(report: ImportReport, file: Path) -> None:
    """A line per note and the counts. Raises Failure for a file that cannot be read, Exit for wrong rows."""
    if not report.outcomes and report.has_errors:
        reasons = [describe_note(note) for note in report.notes if note.level is Level.ERROR]
        raise Failure(say("import_unreadable", path=file, reason=" ".join(reasons)))
    tell(say("import_title", path=file), bold=True)
    for note in sorted(report.notes, key=lambda note: note.row or 0):
        tell(_line(note), colour=COLOURS[note.level])
    tell(say("import_counts", **{outcome.value: report.count(outcome) for outcome in Outcome}))
    _require_clean(report)


def _require_clean(report: ImportReport) -> None:
    if report.has_errors:
        fail(say("import_refused"))
        raise typer.Exit(1)


def _line(note: RowNote) -> str:
    """Row, column, how bad, what is wrong and what is expected."""
    place = say("import_row", row=note.row) if note.row is not None else words("cli")["whole_file"]
    level = words("cli_level")[note.level.value]
    return " ".join(part for part in (place, note.column, f"[{level}]", describe_note(note)) if part)


def _agreed(report: ImportReport) -> bool:
    if report.doubtful_rows:
        tell(say("import_doubtful", count=len(report.doubtful_rows)), colour=typer.colors.YELLOW)
    if not is_terminal():
        tell(say("import_clean"))
        return False
    return typer.confirm(say("import_ask"))


def is_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()
