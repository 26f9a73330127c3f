"""Every note of an import has words, and the words ask for no fact that the note does not carry."""

from enum import StrEnum
from string import Formatter

import pytest

from services.calendar import HolidayNote
from services.policies import PolicyNote
from services.roster import RosterNote
from storage.spreadsheets import Level, RowNote, SheetProblem
from templates.notes import describe_note, note_words
from templates.words import WordMissing


@pytest.mark.parametrize("codes", [RosterNote, HolidayNote, PolicyNote, SheetProblem])
def test_every_code_has_words(codes: type[StrEnum]) -> None:
    assert {str(code) for code in codes} <= note_words().keys()


def test_lists_and_line_breaks_become_one_line() -> None:
    near = RowNote(2, "单位", Level.ERROR, "unit_unknown_near", {"value": "区\n水务局", "near": ("甲", "乙")})
    assert describe_note(near) == "单位“区 水务局”不在清单中，相近的有：甲、乙。请改为其中之一。"


def test_a_code_without_words_is_a_defect() -> None:
    with pytest.raises(WordMissing):
        describe_note(RowNote(None, None, Level.INFO, "no_such_code"))


def test_words_use_named_facts_only() -> None:
    for code, words in note_words().items():
        names = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
        assert all(name.isidentifier() for name in names), code
