"""The command line's words and how they come out: results on stdout, failures on stderr."""

import sys
from typing import TYPE_CHECKING

import typer

from templates.words import words

if TYPE_CHECKING:
    from rich.console import Console


def say(key: str, **facts: object) -> str:
    """A sentence of the command line with its facts."""
    return words("cli")[key].format(**facts)


def help_of(key: str) -> str:
    """A line of help."""
    return words("cli_help")[key]


def tell(text: str, *, colour: str | None = None, bold: bool = False) -> None:
    """A line of the result."""
    typer.secho(text, fg=colour, bold=bold or None)


def fail(text: str) -> None:
    """A line about a failure."""
    typer.secho(text, fg=typer.colors.RED, err=True)


def stderr() -> "Console":
    """Where progress is drawn."""
    from rich.console import Console

    return Console(file=sys.stderr)
