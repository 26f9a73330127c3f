"""The mechanism file: documented, complete, and plain about what is wrong."""

from datetime import time

import pytest
from pydantic import ValidationError

from services.mechanism import MechanismInvalid, default_mechanism, load_mechanism
from storage.packaged import packaged_text


def test_the_defaults_are_those_of_the_scenarios() -> None:
    found = default_mechanism()
    solving = found.deadlines.solving
    assert (found.deadlines.acceptance, solving.ordinary, solving.major, solving.critical) == (1, 5, 10, 15)
    assert (found.deadlines.co_handling, found.deadlines.verdict, solving.listed) == (3, 3, 15)
    assert (found.due_reminders.before_workdays, found.due_reminders.at) == ((2, 1), time(9))
    assert (found.quiet_hours.begin, found.quiet_hours.end) == (time(20), time(8))
    assert found.working_day.closes == time(17, 30)
    assert found.commitments.before_days == (7, 1)


def test_a_file_of_ones_own_changes_only_what_it_names() -> None:
    found = load_mechanism("[deadlines.solving]\nmajor = 12\n[meetings]\nchases_at = []")
    assert (found.deadlines.solving.major, found.deadlines.solving.ordinary) == (12, 5)
    assert (found.meetings.chases_at, found.meetings.reply_by) == ((), time(12))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "[deadlines]\nacceptence = 2",
            "deadlines.acceptence = 2: unknown key, did you mean deadlines.acceptance?",
        ),
        ("[zzz]\na = 1", "zzz = {'a': 1}: unknown key"),
        ("[meetings.weekly]\nweekday = 9", "meetings.weekly.weekday = 9: "),
        ("[deadlines]\nacceptance = true", "deadlines.acceptance = True: "),
        ("[deadlines]\nacceptance = 0", "deadlines.acceptance = 0: "),
        ("deadlines = 3", "deadlines = 3: a section is expected: [deadlines]"),
        ("[quiet_hours]\nbegin = 20", "quiet_hours.begin = 20: a time of day is expected"),
        ('[quiet_hours]\nbegin = "24:30"', "quiet_hours.begin = '24:30': a time of day is expected"),
        ('[working_day]\nopens = "18:00"', "opens must be earlier than closes"),
        ('[routing.tiers]\nmajor = ["somebody"]', "routing.tiers.major.0 = 'somebody': "),
        ("x =", "not TOML: "),
    ],
)
def test_what_is_wrong_is_named_with_what_is_expected(text: str, says: str) -> None:
    with pytest.raises(MechanismInvalid) as refused:
        load_mechanism(text)
    assert says in str(refused.value)


def test_every_problem_is_listed_at_once() -> None:
    with pytest.raises(MechanismInvalid) as refused:
        load_mechanism("[deadlines]\nacceptance = 0\nverdict = 0")
    assert [problem.key for problem in refused.value.problems] == [
        "deadlines.acceptance",
        "deadlines.verdict",
    ]


def test_every_key_is_explained_on_its_line_or_by_its_section() -> None:
    above, section_explained, unexplained = "", False, []
    explained: set[str] = set()
    for line in packaged_text("mechanism.toml").splitlines():
        if line.startswith("["):
            family = (
                line.rpartition(".")[0] or line
            )  # the modules' sections are explained above the first of them
            section_explained = "#" in line or above.startswith("#") or family in explained
            explained.update({family} if section_explained else ())
        elif line and not line.startswith("#") and "#" not in line and not section_explained:
            unexplained.append(line)
        above = line
    assert unexplained == []


def test_it_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValidationError):
        default_mechanism().deadlines.acceptance = 2  # type: ignore[misc]


def test_the_office_is_always_the_last_resort() -> None:
    routing = load_mechanism('[routing.tiers]\nmajor = ["industry"]').routing
    assert routing.owners("problem_solving", "major") == ("industry", "office")
