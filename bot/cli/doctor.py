"""`zhuanban doctor`: one line a check; exit 1 if anything is wrong."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken, TelegramError

from bot.assembly import read_mechanism
from bot.cli.failures import describe_failure
from bot.cli.words import stdout
from bot.clock import SystemClock
from bot.engine.line import open_line
from bot.engine.presence import ALIVE
from bot.logs import redact_text
from bot.settings import Settings
from services.calendar import load_calendar
from storage import due, heartbeats, inbox, outbox
from storage.database import Database
from storage.migrate import current_revision, head_revision
from templates import words
from templates.filters import size, when

SOON_DAYS = 45


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    name: str
    ok: bool
    text: str


Check = Callable[[Settings, Database], Iterator[Finding]]


def doctor() -> None:
    """Check everything; one line each."""
    settings = Settings()
    database = Database(settings.database_url)
    findings = [finding for check in CHECKS for finding in _run(check, settings, database)]
    database.dispose()
    for finding in findings:
        _show(finding)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _run(check: Check, settings: Settings, database: Database) -> list[Finding]:
    name = check.__name__.removeprefix("_check_")
    try:
        return list(check(settings, database))
    except (SQLAlchemyError, OSError, ValueError) as error:
        return [Finding(name, False, describe_failure(error).line)]


def _show(finding: Finding) -> None:
    mark = words("doctor")["ok" if finding.ok else "bad"]
    line = f"{words('doctor')[finding.name]}  {mark}  {redact_text(finding.text)}"
    stdout().print(line, style="green" if finding.ok else "red", markup=False, highlight=False, soft_wrap=True)


def _words(key: str, **facts: object) -> str:
    return words("doctor")[key].format(**facts)


def _check_mechanism(settings: Settings, _database: Database) -> Iterator[Finding]:
    read_mechanism(settings)
    yield Finding("mechanism", True, str(settings.mechanism_file or ""))


def _check_database(_settings: Settings, database: Database) -> Iterator[Finding]:
    with database.begin():
        yield Finding("database", True, database.url.render_as_string(hide_password=True))


def _check_migrations(_settings: Settings, database: Database) -> Iterator[Finding]:
    current, head = current_revision(database), head_revision()
    key = "migrations_current" if current == head else "migrations_behind"
    yield Finding("migrations", current == head, _words(key, revision=current, head=head))


def _check_token(settings: Settings, _database: Database) -> Iterator[Finding]:
    if not settings.token:
        yield Finding("token", True, _words("demo_without_token"))
        return
    try:
        username = asyncio.run(_ask_telegram(settings))
    except InvalidToken:
        yield Finding("token", False, _words("token_refused"))
    except TelegramError as error:
        yield Finding("token", False, _words("token_unreachable", url=settings.telegram_api_url, reason=error))
    else:
        yield Finding("token", True, _words("token_ok", username=username))


async def _ask_telegram(settings: Settings) -> str:
    async with open_line(settings.token, settings.telegram_api_url) as line:
        return line.username


def _check_zone(settings: Settings, _database: Database) -> Iterator[Finding]:
    now = SystemClock().now().astimezone(settings.zone)
    yield Finding("zone", True, _words("zone_state", zone=settings.timezone, now=f"{now:%Y-%m-%d %H:%M}"))


def _check_holidays(settings: Settings, database: Database) -> Iterator[Finding]:
    today = SystemClock().now().astimezone(settings.zone).date()
    with database.begin() as session:
        until = load_calendar(session).known_until(today)
    if until is None:
        yield Finding("holidays", False, _words("holidays_missing"))
    else:
        soon = (until - today).days <= SOON_DAYS
        yield Finding("holidays", True, _words("holidays_soon" if soon else "holidays_until", day=until))


def _check_queue(_settings: Settings, database: Database) -> Iterator[Finding]:
    with database.begin() as session:
        parked = inbox.count_parked(session)
        yield Finding(
            "queue",
            not parked,
            _words(
                "queue_state",
                inbox=inbox.count_pending(session),
                parked=parked,
                outbox=outbox.count_by_state(session).get("queued", 0),
                overdue=due.count_overdue(session, now=SystemClock().now()),
            ),
        )


def _check_jobs(_settings: Settings, database: Database) -> Iterator[Finding]:
    with database.begin() as session:
        last = heartbeats.last_beat(session, ALIVE)
    yield Finding("jobs", True, _words("jobs_last", when=when(last)) if last else _words("jobs_never"))


def _check_data_dir(settings: Settings, _database: Database) -> Iterator[Finding]:
    path = settings.data_dir
    path.mkdir(parents=True, exist_ok=True)
    if not os.access(path, os.W_OK):
        yield Finding("data_dir", False, _words("data_dir_readonly", path=path))
        return
    free = size(shutil.disk_usage(path).free)
    yield Finding("data_dir", True, _words("data_dir_state", path=Path(path), free=free))


CHECKS: tuple[Check, ...] = (
    _check_mechanism,
    _check_database,
    _check_migrations,
    _check_token,
    _check_zone,
    _check_holidays,
    _check_queue,
    _check_jobs,
    _check_data_dir,
)
