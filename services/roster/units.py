"""The list of units that may stand on a second sheet of the roster: those that are new are added (M1)."""

from pathlib import Path

from sqlmodel import Session

from services.bodies import BodyIndex, add_body, load_body_index
from services.roster.notes import RosterNote
from services.roster.vocabulary import vocabulary
from storage.bodies import BodyKind
from storage.spreadsheets import (
    ImportReport,
    Level,
    SheetLimits,
    SheetProblem,
    SheetRow,
    SheetUnreadable,
    read_sheet,
)


def add_listed_units(session: Session, path: Path, limits: SheetLimits | None, report: ImportReport) -> None:
    """Add the units of the second sheet that have neither a name nor an alias yet; a file need not list any.

    Their notes belong to no row of the roster. Raises SheetUnreadable for a file that cannot be read.
    """
    try:
        sheet = read_sheet(path, vocabulary().unit_sheet_columns(), limits)
    except SheetUnreadable as unreadable:
        if unreadable.problem is SheetProblem.HEADER:
            return
        raise
    index = load_body_index(session)
    for row in sheet.rows:
        if not _is_known(index, row["name"]):
            _add_unit(session, row, report)


def _is_known(index: BodyIndex, name: str) -> bool:
    return not name or index.by_name(name) is not None or bool(index.by_alias(name))


def _add_unit(session: Session, row: SheetRow, report: ImportReport) -> None:
    name = row["name"]
    kind = _kind(row["kind"])
    if kind is None:
        value = row["kind"]
        report.note(Level.ERROR, RosterNote.UNIT_KIND_UNKNOWN, unit=name, value=value, place=row.number)
        return
    add_body(session, kind, name, region_code=row["region_code"] or None)
    report.note(Level.WARNING, RosterNote.UNIT_ADDED, unit=name, value=row["kind"])


def _kind(word: str) -> BodyKind | None:
    kinds = vocabulary().unit_kinds.items()
    return next((kind for kind, starts in kinds if word.startswith(starts)), None)
