"""What an import has to say: one outcome per row and any number of notes, as codes and facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

Fact = str | int | tuple[str, ...]


class Level(StrEnum):
    """How much a note matters: an error stops the whole import, a warning asks for confirmation."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Outcome(StrEnum):
    """What became, or would become, of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    IGNORED = "ignored"
    FAILED = "failed"


@dataclass(frozen=True)
class RowNote:
    """One remark. `row` is the row's number as the spreadsheet program shows it, None for the whole file;
    `column` is the header as it stands in the file; `code` names the words in templates/imports/notes.toml,
    which are filled with `facts`.
    """

    row: int | None
    column: str | None
    level: Level
    code: str
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))


@dataclass
class ImportReport:
    """The result of an import or of its preview. `applied` says whether anything was written."""

    notes: list[RowNote] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    applied: bool = False

    def note(
        self, level: Level, code: str, *, row: int | None = None, column: str | None = None, **facts: Fact
    ) -> None:
        """Add a remark; an error also marks its row as failed."""
        self.notes.append(RowNote(row, column, level, code, MappingProxyType(facts)))
        if row is not None and level is Level.ERROR:
            self.outcomes[row] = Outcome.FAILED

    def refuse(self, code: str, facts: Mapping[str, Fact]) -> None:
        """Add the error that the file as a whole cannot be read."""
        self.notes.append(RowNote(None, None, Level.ERROR, code, MappingProxyType(dict(facts))))

    def notes_of(self, row: int) -> list[RowNote]:
        """The remarks about one row."""
        return [note for note in self.notes if note.row == row]

    def count(self, outcome: Outcome) -> int:
        """How many rows ended this way."""
        return sum(1 for found in self.outcomes.values() if found is outcome)

    @property
    def new(self) -> int:
        """Rows that add something."""
        return self.count(Outcome.NEW)

    @property
    def changed(self) -> int:
        """Rows that change something."""
        return self.count(Outcome.CHANGED)

    @property
    def unchanged(self) -> int:
        """Rows that say what is known already."""
        return self.count(Outcome.UNCHANGED)

    @property
    def ignored(self) -> int:
        """Rows that are not data."""
        return self.count(Outcome.IGNORED)

    @property
    def failed(self) -> int:
        """Rows that cannot be taken."""
        return self.count(Outcome.FAILED)

    @property
    def has_errors(self) -> bool:
        """Whether anything forbids applying."""
        return any(note.level is Level.ERROR for note in self.notes)

    @property
    def doubtful_rows(self) -> list[int]:
        """Rows that are taken in a way that somebody should confirm first."""
        rows = {note.row for note in self.notes if note.level is Level.WARNING and note.row is not None}
        return sorted(row for row in rows if self.outcomes.get(row) is not Outcome.FAILED)
