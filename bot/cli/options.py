"""Options that several commands share."""

from pathlib import Path

import typer

from bot.cli.words import help_of

VERBOSE = typer.Option(False, "--verbose", help=help_of("verbose"))
FILE: Path = typer.Argument(..., metavar="FILE", help=help_of("file"))
DRY_RUN = typer.Option(False, "--dry-run", help=help_of("dry_run"))
YES = typer.Option(False, "--yes", "-y", help=help_of("yes"))
FORCE = typer.Option(False, "--force", help=help_of("force"))
PORT = typer.Option(8787, "--port", min=0, max=65535, help=help_of("port"))
RESET = typer.Option(False, "--reset", help=help_of("reset"))
