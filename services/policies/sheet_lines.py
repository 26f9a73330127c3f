"""The lines of an import, as they are kept between the preview and the writing.

Facts of a line: `title` and `code`; of one to be written also `values` and `changes` (heading, before,
after); of a note `row`, `column`, `code` and `facts`.
"""

from datetime import date
from itertools import takewhile

from services.policies.comparing import Change, Entry, ListPlan
from services.policies.reading import DATES
from services.policies.spelling import headings
from storage.base import type_json
from storage.policies import Policy, PolicyValue
from storage.policies.imports import LineKind, PolicyImportLine
from storage.spreadsheets import Level, RowNote

_EXCERPT = 120
_LEAD = 20
MOST_CHANGES = 8
"""Changes of one policy that a preview shows; more are counted."""
_PAGE_LINES = 10
_PAGE_CHARACTERS = 3000
_LINE_CHARACTERS = 120


def note_of(line: PolicyImportLine) -> RowNote:
    """The note that a line of an error or a doubt keeps."""
    facts, level = line.facts, Level.ERROR if line.kind == LineKind.ERROR else Level.WARNING
    said = {key: tuple(one) if isinstance(one, list) else one for key, one in facts["facts"].items()}
    return RowNote(facts["row"], facts["column"], level, facts["code"], said)


def lines_of(plan: ListPlan) -> list[PolicyImportLine]:
    """Everything that a plan has to say; with errors nothing but the notes."""
    kinds = {Level.ERROR: LineKind.ERROR, Level.WARNING: LineKind.DOUBT}
    notes = sorted(plan.report.notes, key=lambda note: (note.level is not Level.ERROR, note.row or 0))
    lines = [_line(kinds[note.level], None, _note_facts(note)) for note in notes if note.level in kinds]
    if plan.report.has_errors:
        return _paged(lines)
    lines += [_line(LineKind.CHANGED, policy, _entry_facts(entry)) for policy, entry in plan.changed]
    lines += [_line(LineKind.NEW, None, _entry_facts(entry)) for entry in plan.new]
    return _paged(lines + [_line(LineKind.GONE, policy, {}) for policy in plan.gone])


def _paged(lines: list[PolicyImportLine]) -> list[PolicyImportLine]:
    """The lines on pages that fit into a message."""
    page = count = size = 0
    for line in lines:
        length = _length(line)
        if count == _PAGE_LINES or (count and size + length > _PAGE_CHARACTERS):
            page, count, size = page + 1, 0, 0
        line.page, count, size = page, count + 1, size + length
    return lines


def _length(line: PolicyImportLine) -> int:
    notes = (LineKind.ERROR, LineKind.DOUBT)
    changes = line.facts.get("changes", [])[:MOST_CHANGES]
    parts = [part for change in changes for part in change]
    return _LINE_CHARACTERS * (2 if line.kind in notes else 1) + sum(len(part) + 4 for part in parts)


def _line(kind: LineKind, policy: Policy | None, facts: type_json) -> PolicyImportLine:
    named = {"title": policy.title, "code": policy.code} if policy is not None else {}
    policy_id = policy.id if policy is not None else None
    return PolicyImportLine(import_id=0, place=0, kind=kind.value, policy_id=policy_id, facts=named | facts)


def _note_facts(note: RowNote) -> type_json:
    return {"row": note.row, "column": note.column, "code": str(note.code), "facts": dict(note.facts)}


def _entry_facts(entry: Entry) -> type_json:
    values = {
        key: value.isoformat() if isinstance(value, date) else value for key, value in entry.values.items()
    }
    facts: type_json = {"values": values, "changes": [_shown(change) for change in entry.changes]}
    if entry.known is None:
        facts |= {"title": values["title"], "number": values.get("document_number")}
    return facts


def _shown(change: Change) -> list[str]:
    """Heading, before and after; of long texts the part around the first difference."""
    old, new = change.old, change.new
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    begin = max(0, same - _LEAD) if max(len(old), len(new)) > _EXCERPT else 0
    return [headings()[change.field], _excerpt(old, begin), _excerpt(new, begin)]


def _excerpt(text: str, begin: int) -> str:
    part = text[begin : begin + _EXCERPT]
    before = "\u2026" if begin and part else ""
    return before + part + ("\u2026" if begin + _EXCERPT < len(text) else "")


def values_of(line: PolicyImportLine) -> dict[str, PolicyValue]:
    """What a line writes, by column."""
    return {key: value_of(key, value) for key, value in line.facts["values"].items()}


def value_of(key: str, value: PolicyValue) -> PolicyValue:
    """A value from JSON as its column takes it."""
    return date.fromisoformat(value) if key in DATES and isinstance(value, str) else value
