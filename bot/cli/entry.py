"""The way in and the ways out: exit code 0 for done, 1 for failed, 2 for wrong usage."""

import gc
import sys
import traceback
from types import TracebackType

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from bot.cli.commands import app
from bot.cli.failures import describe_failure, describe_usage
from bot.cli.words import fail, say

VERBOSE = "--verbose"
INTERRUPTED = 130
OBJECTS_BEFORE_COLLECTION = 50_000
"""What is imported stays: looking for garbage among it every 700 objects only costs time."""


def main() -> None:
    """Run the command line and end the process."""
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION)
    arguments = [word for word in sys.argv[1:] if word != VERBOSE]  # it may stand anywhere
    sys.excepthook = show_all if VERBOSE in sys.argv else show_line
    command = get_command(app)  # calling `app` would put Typer's own hook in place of ours
    try:
        sys.exit(command.main(arguments, prog_name="zhuanban", standalone_mode=False))
    except TyperException as error:
        fail(describe_usage(error))
        sys.exit(error.exit_code)
    except typer.Abort:
        fail(say("interrupted"))
        sys.exit(INTERRUPTED)


def show_line(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """One line about what nobody caught; Python then ends with exit code 1."""
    fail(say("interrupted") if isinstance(error, KeyboardInterrupt) else describe_failure(error).line)


def show_all(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The same after everything that is known about it; secrets are taken out."""
    from bot.logs import redact_text

    fail(redact_text("".join(traceback.format_exception(kind, error, trace))))
    show_line(kind, error, trace)
