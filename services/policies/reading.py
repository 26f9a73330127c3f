"""One row of the policy list: from cells to checked values, with a note for whatever is amiss."""

import re
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from services.policies.notes import PolicyNote
from storage.packaged import packaged_toml
from storage.policies import PolicySource, PolicyValue, listed_words, read_word
from storage.spreadsheets import Column, ImportReport, Level, Outcome, Sheet, SheetRow, is_formula, neutralise


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Separators(_Words):
    industries: tuple[str, ...]
    brackets: tuple[str, ...]


class _Dates(_Words):
    patterns: tuple[str, ...]


class _Examples(_Words):
    number_starts: tuple[str, ...]


class PolicySheetWords(_Words):
    """data/policies.toml."""

    columns: dict[str, tuple[str, ...]]
    optional_columns: dict[str, tuple[str, ...]]
    limits: dict[str, int]
    separators: _Separators
    dates: _Dates
    examples: _Examples
    state_heading: str
    states: dict[str, str]
    """How a policy that is not published and comes back with a list is called in a preview."""

    def sheet_columns(self) -> list[Column]:
        """The columns for the reader of spreadsheets."""
        needed = [Column(key, headers) for key, headers in self.columns.items()]
        others = self.optional_columns.items()
        return needed + [Column(key, headers, required=False) for key, headers in others]


@cache
def sheet_words() -> PolicySheetWords:
    """The words of the policy list as a spreadsheet."""
    return PolicySheetWords.model_validate(packaged_toml("policies.toml"))


TEXTS = ("issuer", "audience", "summary", "lead_department", "contact")
OPTIONAL_TEXTS = ("document_number", "external_id", "conditions", "how_to_apply", "where_to_apply")
DATES = ("issued_on", "effective_on", "expires_on", "apply_by")
FLAGS = ("favours_five_plus_five", "favours_three_hundreds")


def read_policy_row(sheet: Sheet, row: SheetRow, report: ImportReport) -> dict[str, PolicyValue] | None:
    """The values of the columns that the file has, or None with the reasons in the report."""
    reader = _RowReader(sheet, row, report)
    values = reader.read()
    return None if report.outcomes.get(row.number) is Outcome.FAILED else values


class _RowReader:
    def __init__(self, sheet: Sheet, row: SheetRow, report: ImportReport) -> None:
        self.sheet = sheet
        self.row = row
        self.report = report

    def read(self) -> dict[str, PolicyValue]:
        values: dict[str, PolicyValue] = {"title": self._text("title")}
        if not values["title"]:
            self._note("title", PolicyNote.TITLE_MISSING)
        values["level"] = self._choice("level", "level_values", PolicyNote.LEVEL_UNKNOWN)
        values["factor"] = self._choice("factor", "factor_values", PolicyNote.FACTOR_UNKNOWN)
        values |= {key: self._text(key) for key in TEXTS if self._has(key)}
        values |= {key: self._text(key) or None for key in OPTIONAL_TEXTS if self._has(key)}
        values |= {key: self._date(key) for key in DATES if self._has(key)}
        values |= {key: self._flag(key) for key in FLAGS if self._has(key)}
        if self._has("industries"):
            values["industries"] = self._industries()
        values |= self._source(values)
        self._check(values)
        return values

    def _has(self, key: str) -> bool:
        return key in self.sheet.headers

    def _text(self, key: str) -> str:
        text = self.row[key]
        limit = sheet_words().limits[key]
        if len(text) > limit:
            self._note(key, PolicyNote.TEXT_TOO_LONG, length=len(text), limit=limit, value=text[:30])
        if is_formula(text):
            self._note(key, PolicyNote.FORMULA_NEUTRALISED, Level.WARNING, value=text[:60])
        return neutralise(text)

    def _choice(self, key: str, group: str, note: PolicyNote) -> str:
        found = read_word(group, self.row[key])
        if found is None:
            self._note(key, note, allowed=listed_words(group))
        return found or ""

    def _industries(self) -> str:
        """Identifiers in their order of the alphabet; empty for all industries."""
        separators = "".join(map(re.escape, sheet_words().separators.industries))
        words = [word for word in re.split(f"[{separators}]+", self.row["industries"]) if word]
        found: set[str] = set()
        for word in words:
            if read_word("industry_everybody", word) is not None:
                continue
            industry = read_word("industry_values", word)
            if industry is None:
                allowed = (*listed_words("industry_values"), *listed_words("industry_everybody"))
                self._note("industries", PolicyNote.INDUSTRY_UNKNOWN, word=word, allowed=allowed)
            else:
                found.add(industry)
        return " ".join(sorted(found))

    def _flag(self, key: str) -> bool:
        found = read_word("flag_values", self.row[key])
        if found is None:
            self._note(key, PolicyNote.FLAG_INVALID, allowed=listed_words("flag_values"))
        return found == "yes"

    def _date(self, key: str) -> date | None:
        text = "".join(self.row[key].split())
        if not text:
            return None
        found = read_date(text)
        if found is None:
            self._note(key, PolicyNote.DATE_INVALID)
        return found

    def _source(self, values: dict[str, PolicyValue]) -> dict[str, PolicyValue]:
        number = str(values.get("document_number") or "")
        source: str | None = None
        if self.row["source"]:
            source = read_word("source_values", self.row["source"])
            if source is None:
                self._note("source", PolicyNote.SOURCE_UNKNOWN, allowed=listed_words("source_values"))
        if number.startswith(sheet_words().examples.number_starts) and source != PolicySource.EXAMPLE:
            self._note("document_number", PolicyNote.MARKED_EXAMPLE, Level.WARNING)
            source = PolicySource.EXAMPLE
        return {} if source is None else {"source": str(source)}

    def _check(self, values: dict[str, PolicyValue]) -> None:
        for key, note in (("contact", PolicyNote.CONTACT_MISSING), ("summary", PolicyNote.SUMMARY_MISSING)):
            if self._has(key) and not values[key]:
                self._note(key, note, Level.WARNING)
        starts, ends = values.get("effective_on"), values.get("expires_on")
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            self._note("expires_on", PolicyNote.DATES_REVERSED, starts=starts.isoformat())

    def _note(
        self, key: str, code: PolicyNote, level: Level = Level.ERROR, **facts: str | int | tuple[str, ...]
    ) -> None:
        column = self.sheet.headers.get(key)
        self.report.note(level, code, row=self.row.number, column=column, **{"value": self.row[key], **facts})


def read_date(text: str) -> date | None:
    """A day in any of the usual spellings, or None."""
    for pattern in sheet_words().dates.patterns:
        match = re.fullmatch(pattern, text)
        if match is not None:
            try:
                return date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                return None
    return None
