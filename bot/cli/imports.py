"""`zhuanban import …`: preview with a note per row, then all or nothing."""

import sys
from collections.abc import Callable
from pathlib import Path

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.assembly import open_database, read_mechanism
from bot.cli.options import DRY_RUN, FILE, YES
from bot.cli.words import help_of, say, stderr, stdout
from bot.clock import SystemClock
from bot.settings import Settings
from services.calendar import import_holidays
from services.mechanism import Mechanism
from services.policies import import_policies
from services.roster import import_roster
from storage.database import Session
from storage.spreadsheets import ImportReport, SheetLimits
from templates import words
from templates.notes import describe_note

app = typer.Typer(no_args_is_help=True)

Tell = Callable[[int, int], None]
Importer = Callable[[Session, bool, Tell], ImportReport]




@app.command("roster", help=help_of("roster"))
def roster(file: Path = FILE, dry_run: bool = DRY_RUN, yes: bool = YES) -> None:
    """People and their hats (M1)."""
    settings = Settings()
    limits = _limits(read_mechanism(settings))

    def run(session: Session, apply: bool, tell: Tell) -> ImportReport:
        now = SystemClock().now()
        return import_roster(
            session, file, now=now, zone=settings.zone, apply=apply, progress=tell, limits=limits
        )

    _import(settings, file, run, dry_run=dry_run, yes=yes)


@app.command("policies", help=help_of("policies"))
def policies(file: Path = FILE, dry_run: bool = DRY_RUN, yes: bool = YES) -> None:
    """The applicable policy list (M18)."""
    settings = Settings()
    limits = _limits(read_mechanism(settings))

    def run(session: Session, apply: bool, tell: Tell) -> ImportReport:
        now = SystemClock().now()
        return import_policies(session, file, now=now, apply=apply, progress=tell, limits=limits)

    _import(settings, file, run, dry_run=dry_run, yes=yes)


@app.command("holidays", help=help_of("holidays"))
def holidays(file: Path = FILE, dry_run: bool = DRY_RUN, yes: bool = YES) -> None:
    """Days off and make-up workdays of a year."""
    settings = Settings()
    limits = _limits(read_mechanism(settings))

    def run(session: Session, apply: bool, tell: Tell) -> ImportReport:
        return import_holidays(session, file, apply=apply, progress=tell, limits=limits)

    _import(settings, file, run, dry_run=dry_run, yes=yes)


def _import(settings: Settings, file: Path, run: Importer, *, dry_run: bool, yes: bool) -> None:
    database = open_database(settings)
    try:
        with database.begin() as session:
            report = _with_progress(lambda tell: run(session, False, tell))
        _show(report, file)
        if report.has_errors:
            stderr().print(say("import_refused"), style="red")
            raise typer.Exit(1)
        if dry_run or not _agreed(report, yes):
            stdout().print(say("import_dry" if dry_run or not sys.stdin.isatty() else "import_kept"))
            return
        with database.begin() as session:
            run(session, True, lambda _done, _all: None)
        stdout().print(say("import_applied"), style="green")
    finally:
        database.dispose()


def _agreed(report: ImportReport, yes: bool) -> bool:
    if yes:
        return True
    if report.doubtful_rows:
        stdout().print(say("import_doubtful", count=len(report.doubtful_rows)), style="yellow")
    if not sys.stdin.isatty():
        stdout().print(say("import_clean"))
        return False
    return typer.confirm(say("import_ask"))


def _with_progress(run: Callable[[Tell], ImportReport]) -> ImportReport:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=stderr(), transient=True) as progress:
        task = progress.add_task(say("import_reading"), total=None)
        return run(lambda done, total: progress.update(task, completed=done, total=total))


def _show(report: ImportReport, file: Path) -> None:
    console = stdout()
    console.print(say("import_title", path=file), style="bold", markup=False)
    if report.notes:
        table = Table(box=None, pad_edge=False)
        for heading in ("row", "column", "level", "note"):
            table.add_column(words("cli")[heading], overflow="fold")
        for note in report.notes:
            row = str(note.row) if note.row is not None else words("cli")["whole_file"]
            level = words("cli_level")[note.level.value]
            table.add_row(row, note.column or "", level, _plain(describe_note(note)))
        console.print(table)
    counts = {name: getattr(report, name) for name in ("new", "changed", "unchanged", "ignored", "failed")}
    console.print(say("import_counts", **counts))


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


def _limits(mechanism: Mechanism) -> SheetLimits:
    allowed = mechanism.imports
    return SheetLimits(
        file_bytes=allowed.megabytes * 1024**2,
        unpacked_bytes=allowed.unpacked_megabytes * 1024**2,
        rows=allowed.rows,
    )
