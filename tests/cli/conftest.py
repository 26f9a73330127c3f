"""The command line in a folder of its own: as a program, or inside this process."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.failures import describe_failure
from bot.settings import Settings

PROGRAM = [sys.executable, "-m", "bot"]
Zhuanban = Callable[..., "Ended"]


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str = ""

    @property
    def said(self) -> str:
        """Both channels."""
        return self.out + self.err


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the command is run, with no settings but the defaults."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return home


@pytest.fixture
def program(folder: Path) -> Zhuanban:
    """Run the real program: `program("import", "roster", file, LISTEN="…")`."""

    def run(*words: object, **settings: str) -> Ended:
        ended = subprocess.run(
            [*PROGRAM, *map(str, words)],
            cwd=folder,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return run


@pytest.fixture
def zhuanban(folder: Path) -> Zhuanban:
    """Run a command in this process; a failure is answered as the program would."""
    runner = CliRunner()

    def run(*words: object, typed: str | None = None, **settings: str) -> Ended:
        result = runner.invoke(app, [str(word) for word in words], env=settings, input=typed)
        if result.exception is None or isinstance(result.exception, SystemExit):
            return Ended(result.exit_code, result.stdout, result.stderr)
        return Ended(1, result.stdout, describe_failure(result.exception).line)

    return run
