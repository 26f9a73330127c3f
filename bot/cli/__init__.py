"""The command line. Every failure is one clear line on stderr; --verbose shows the rest."""

import sys

import typer

from bot.cli import backups, doctor, exports, imports, running
from bot.cli.failures import Failure, describe_failure
from bot.cli.options import VERBOSE
from bot.cli.words import help_of, stderr

app = typer.Typer(
    help=help_of("app"), no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None
)
app.command("run", help=help_of("run"))(running.run)
app.command("demo", help=help_of("demo"))(running.demo)
app.add_typer(imports.app, name="import", help=help_of("import"))
app.add_typer(exports.app, name="export", help=help_of("export"))
app.command("backup", help=help_of("backup"))(backups.backup)
app.command("restore", help=help_of("restore"))(backups.restore)
app.command("doctor", help=help_of("doctor"))(doctor.doctor)


@app.callback()
def options(verbose: bool = VERBOSE) -> None:
    """Options that stand before the command."""


def main() -> None:
    """Run the command line; exit code 0 for done, 1 for failed, 2 for wrong usage."""
    verbose = "--verbose" in sys.argv
    sys.argv[1:] = [word for word in sys.argv[1:] if word != "--verbose"]  # it may stand anywhere
    try:
        app()
    except Exception as error:
        if verbose:
            stderr().print_exception()
        failure = error if isinstance(error, Failure) else describe_failure(error)
        stderr().print(failure.line, style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(failure.exit_code)
