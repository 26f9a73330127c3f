"""Every command with its arguments. What a command does is imported when it runs."""

from pathlib import Path

import typer

from bot.cli.options import DRY_RUN, FILE, FORCE, PORT, RESET, VERBOSE, YES
from bot.cli.words import help_of

app = typer.Typer(
    help=help_of("app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
imports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
exports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(imports, name="import", help=help_of("import"))
app.add_typer(exports, name="export", help=help_of("export"))


@app.callback()
def options(verbose: bool = VERBOSE) -> None:
    """Options that may stand anywhere (see bot/cli/entry.py)."""


@app.command(help=help_of("run"))
def run() -> None:
    """The real bot."""
    from bot.cli.running import run_assistant

    run_assistant()


@app.command(help=help_of("demo"))
def demo(port: int = PORT, reset: bool = RESET) -> None:
    """The try-out."""
    from bot.cli.trying import try_out

    try_out(port, reset=reset)


@imports.command("roster", help=help_of("roster"))
def import_roster(file: Path = FILE, dry_run: bool = DRY_RUN, yes: bool = YES) -> None:
    """People and their hats (M1)."""
    from bot.cli.imports import import_file, roster_importer

    import_file(file, roster_importer, dry_run=dry_run, yes=yes)


@imports.command("policies", help=help_of("policies"))
def import_policies(file: Path = FILE, dry_run: bool = DRY_RUN, yes: bool = YES) -> None:
    """The applicable policy list (M18)."""
    from bot.cli.imports import import_file, policy_importer

    import_file(file, policy_importer, dry_run=dry_run, yes=yes)


@imports.command("holidays", help=help_of("holidays"))
def import_holidays(file: Path = FILE, dry_run: bool = DRY_RUN, yes: bool = YES) -> None:
    """Days off and make-up workdays."""
    from bot.cli.imports import holiday_importer, import_file

    import_file(file, holiday_importer, dry_run=dry_run, yes=yes)


@exports.command("issues", help=help_of("export_issues"))
def export_issues(file: Path = FILE) -> None:
    """The register of problems."""
    from bot.cli.exports import export_file, issue_sheet

    export_file(file, issue_sheet)


@exports.command("policies", help=help_of("export_policies"))
def export_policies(file: Path = FILE) -> None:
    """The applicable policy list, to be imported again."""
    from bot.cli.exports import export_file, policy_sheet

    export_file(file, policy_sheet)


@exports.command("attendance", help=help_of("export_attendance"))
def export_attendance(file: Path = FILE) -> None:
    """Who was called to which meeting and what they answered."""
    from bot.cli.exports import attendance_sheet, export_file

    export_file(file, attendance_sheet)


@app.command(help=help_of("backup"))
def backup(file: Path = FILE) -> None:
    """Everything into one file."""
    from bot.cli.backups import make_backup

    make_backup(file)


@app.command(help=help_of("restore"))
def restore(file: Path = FILE, force: bool = FORCE) -> None:
    """Put a backup back."""
    from bot.cli.backups import restore_backup

    restore_backup(file, force=force)


@app.command(help=help_of("doctor"))
def doctor() -> None:
    """Check everything; one line each."""
    from bot.cli.doctor import check_everything

    check_everything()
