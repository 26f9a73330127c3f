"""The command line's words and its two consoles."""

import sys

from rich.console import Console

from templates import words


def say(key: str, **facts: object) -> str:
    """A sentence of the command line with its facts."""
    return words("cli")[key].format(**facts)


def help_of(key: str) -> str:
    """A line of help."""
    return words("cli_help")[key]


def stdout() -> Console:
    """Where results go."""
    return Console(file=sys.stdout)


def stderr() -> Console:
    """Where progress and failures go."""
    return Console(file=sys.stderr)
