"""`zhuanban doctor`: one line a check; exit 1 if anything is wrong. It changes and creates nothing."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken, TelegramError

from bot.cli.failures import describe_failure
from bot.cli.opening import is_there, sqlite_file
from bot.cli.words import tell
from bot.clock import SystemClock
from bot.engine.line import open_line
from bot.engine.presence import ALIVE
from bot.logs import redact_text
from bot.opening import read_mechanism
from bot.settings import Settings
from services.calendar import WorkCalendar, load_calendar
from storage import due, heartbeats, inbox, outbox
from storage.database import Database
from storage.migrate import current_revision, head_revision, revisions
from templates.filters import set_zone, size, when
from templates.words import words

SOON_DAYS = 45


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check; `name` is its word in the group [doctor]."""

    name: str
    ok: bool
    text: str


Check = Callable[[Settings, Database | None], Iterator[Finding]]
"""A check gets the database only if its tables are those of this version."""


def check_everything() -> None:
    """Check everything; one line each. Exit code 1 if anything is wrong."""
    findings = []
    for finding in _findings():
        findings.append(finding)
        mark = words("doctor")["ok" if finding.ok else "bad"]
        colour = typer.colors.GREEN if finding.ok else typer.colors.RED
        tell(f"{words('doctor')[finding.name]}  {mark}  {redact_text(finding.text)}", colour=colour)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _findings() -> Iterator[Finding]:
    try:
        settings = Settings()
    except (ValidationError, UnicodeDecodeError) as error:
        yield Finding("settings", False, describe_failure(error).line)
        return
    set_zone(settings.timezone)
    file = str(settings.model_config.get("env_file"))
    read = _words("settings_read", file=file) if os.path.exists(file) else _words("settings_default")
    yield Finding("settings", True, read)
    yield from _guarded("mechanism", _check_mechanism, settings, None)
    database = None
    for finding, usable in _look_at_database(settings):
        database = usable
        yield finding
    for name, check in CHECKS.items():
        yield from _guarded(name, check, settings, database)
    if database is not None:
        database.dispose()


def _guarded(name: str, check: Check, settings: Settings, database: Database | None) -> Iterator[Finding]:
    try:
        yield from check(settings, database)
    except (SQLAlchemyError, OSError, ValueError) as error:
        yield Finding(name, False, describe_failure(error).line)


def _words(key: str, **facts: object) -> str:
    return words("doctor")[key].format(**facts)


def _check_mechanism(settings: Settings, _database: Database | None) -> Iterator[Finding]:
    read_mechanism(settings)
    yield Finding("mechanism", True, str(settings.mechanism_file or _words("mechanism_packaged")))


def _look_at_database(settings: Settings) -> Iterator[tuple[Finding, Database | None]]:
    """Whether there is one, and of which version; given back only if it can be asked."""
    if not is_there(settings):
        absent = _words("database_absent", path=sqlite_file(settings))
        yield Finding("database", True, absent), None
        yield Finding("migrations", True, _words("migrations_absent", head=head_revision())), None
        return
    try:
        database = Database(settings.database_url)
        current, head = current_revision(database), head_revision()
    except (SQLAlchemyError, OSError, ValueError) as error:
        yield Finding("database", False, describe_failure(error).line), None
        return
    yield Finding("database", True, database.url.render_as_string(hide_password=True)), database
    if current == head:
        yield Finding("migrations", True, _words("migrations_current", revision=current)), database
        return
    database.dispose()
    key = "migrations_behind" if current is None or current in revisions() else "migrations_unknown"
    yield Finding("migrations", False, _words(key, revision=current or 0, head=head)), None


def _check_token(settings: Settings, _database: Database | None) -> Iterator[Finding]:
    if not settings.token:
        yield Finding("token", True, _words("demo_without_token"))
        return
    try:
        username = asyncio.run(_ask_telegram(settings))
    except InvalidToken:
        yield Finding("token", False, _words("token_refused"))
    except TelegramError as error:
        reason = _words("token_unreachable", url=settings.telegram_api_url, reason=error)
        yield Finding("token", False, reason)
    else:
        yield Finding("token", True, _words("token_ok", username=username))


async def _ask_telegram(settings: Settings) -> str:
    async with open_line(settings.token, settings.telegram_api_url) as line:
        return line.username


def _check_zone(settings: Settings, _database: Database | None) -> Iterator[Finding]:
    now = SystemClock().now().astimezone(settings.zone)
    yield Finding("zone", True, _words("zone_state", zone=settings.timezone, now=f"{now:%Y-%m-%d %H:%M}"))


def _check_holidays(settings: Settings, database: Database | None) -> Iterator[Finding]:
    today = SystemClock().now().astimezone(settings.zone).date()
    calendar = WorkCalendar()
    if database is not None:
        with database.read() as session:
            calendar = load_calendar(session)
    until = calendar.known_until(today)
    if until is None:
        yield Finding("holidays", False, _words("holidays_missing"))
    else:
        soon = (until - today).days <= SOON_DAYS
        yield Finding("holidays", True, _words("holidays_soon" if soon else "holidays_until", day=until))


def _check_queue(_settings: Settings, database: Database | None) -> Iterator[Finding]:
    if database is None:
        yield Finding("queue", True, _words("later"))
        return
    with database.read() as session:
        parked = inbox.count_parked(session)
        state = _words(
            "queue_state",
            inbox=inbox.count_pending(session),
            parked=parked,
            outbox=outbox.count_by_state(session).get("queued", 0),
            overdue=due.count_overdue(session, now=SystemClock().now()),
        )
    yield Finding("queue", not parked, _words("queue_parked", state=state) if parked else state)


def _check_jobs(_settings: Settings, database: Database | None) -> Iterator[Finding]:
    if database is None:
        yield Finding("jobs", True, _words("later"))
        return
    with database.read() as session:
        seen, done = heartbeats.find_beat(session, ALIVE), due.last_done_at(session)
        failed = due.count_failed(session)
    job = when(done) if done else _words("jobs_none")
    text = _words("jobs_last", when=when(seen), job=job, failed=failed) if seen else _words("jobs_never")
    yield Finding("jobs", not failed, text)


def _check_data_dir(settings: Settings, _database: Database | None) -> Iterator[Finding]:
    path = settings.data_dir.absolute()
    there = next(place for place in (path, *path.parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        yield Finding("data_dir", False, _words("data_dir_readonly", path=there))
        return
    key = "data_dir_state" if there == path else "data_dir_absent"
    free = size(shutil.disk_usage(there).free)
    yield Finding("data_dir", True, _words(key, path=settings.data_dir, free=free))


CHECKS: dict[str, Check] = {
    "token": _check_token,
    "zone": _check_zone,
    "holidays": _check_holidays,
    "queue": _check_queue,
    "jobs": _check_jobs,
    "data_dir": _check_data_dir,
}
