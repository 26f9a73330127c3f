"""`zhuanban export …`: spreadsheets, formulas neutralised."""

from collections.abc import Callable
from pathlib import Path

import typer

from bot.assembly import open_database
from bot.cli.options import FILE
from bot.cli.words import say, stdout
from bot.clock import SystemClock
from bot.settings import Settings

app = typer.Typer(no_args_is_help=True)
