"""The roster import over what is known: changes only, history kept, nobody lost (scenarios 36, 37)."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import col, select

from services.people import hats_of, unit_on
from services.roster import load_demo_roster
from storage.database import Database
from storage.people import Membership, PhoneHistory, Role, list_people, list_people_named
from storage.spreadsheets import Outcome
from tests.rosters import CLERK, NOW, TODAY, ZONE, codes, sentences, take, write


def test_importing_again_changes_nothing(bare: Database) -> None:
    with bare.begin() as session:
        load_demo_roster(session, now=NOW, zone=ZONE)
        before = [row.model_dump() for row in session.exec(select(Membership).order_by(col(Membership.id)))]
        report = load_demo_roster(session, now=NOW + timedelta(days=3), zone=ZONE)
        after = [row.model_dump() for row in session.exec(select(Membership).order_by(col(Membership.id)))]
    assert (report.unchanged, report.new, report.changed) == (165, 0, 0)
    assert before == after


def test_importing_the_corrected_rows_twice_settles_on_the_last(bare: Database, tmp_path: Path) -> None:
    promoted = ["测试庚01", "199-0000-0901", "区林业局", "木业产业专班", "科长", "专班成员", 1]
    path = write(tmp_path / "roster.xlsx", [CLERK, promoted])
    with bare.begin() as session:
        first = take(session, path)
        again = take(session, path)
        (person,) = list_people(session)
        roles = {hat.role for hat in hats_of(session, person, TODAY).hats if not hat.is_unit}
    assert (first.outcomes[2], first.outcomes[3]) == (Outcome.NEW, Outcome.CHANGED)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert (person.post, roles) == ("科长", {Role.SECTION_CHIEF})


def test_rows_of_one_person_add_up_to_all_their_bodies(bare: Database, tmp_path: Path) -> None:
    leader = ["周兴金", "199-0000-0006", "区级领导"]
    rest = ["副组长、牵头区领导", "领导小组成员；专班牵头领导", 6]
    rows = [[*leader, "医养健康产业专班", *rest], [*leader, "医药产业专班", *rest]]
    with bare.begin() as session:
        report = take(session, write(tmp_path / "roster.xlsx", rows))
        assert report.applied
        (person,) = list_people(session)
        hats = {(hat.body.short_name, hat.role) for hat in hats_of(session, person, TODAY).hats}
    assert hats == {
        ("区级领导", Role.MEMBER),
        ("领导小组", Role.DEPUTY_GROUP_HEAD),
        ("医养健康专班", Role.LEAD_LEADER),
        ("医药专班", Role.LEAD_LEADER),
    }


def test_a_move_keeps_the_unit_of_that_day(bare: Database, tmp_path: Path) -> None:
    before = ["测试丙24", "199-0000-0052", "区文广新局", "文化创意产业专班", "科员", "专班成员", 52]
    after = ["测试丙24", "199-0000-0052", "区旅游局", "全域旅游产业专班", "科员", "专班成员", 52]
    later = NOW + timedelta(days=10)
    with bare.begin() as session:
        take(session, write(tmp_path / "before.xlsx", [before]))
        report = take(session, write(tmp_path / "after.xlsx", [after]), at=later)
        person = list_people_named(session, "测试丙24")[0]
        units = [unit_on(session, person, day).name for day in (TODAY, later.date())]
        bodies = [hat.body.name for hat in hats_of(session, person, later.date()).hats]
    assert (report.changed, units) == (1, ["区文广新局", "区旅游局"])
    assert "全域旅游产业专班" in bodies
    assert "文化创意产业专班" not in bodies
    assert "不再担任：区文广新局、文化创意产业专班" in sentences(report, 2)


def test_moving_back_on_the_same_day_leaves_no_trace(bare: Database, tmp_path: Path) -> None:
    there = [*CLERK]
    there[3] = "食品产业专班"
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", [CLERK]))
        take(session, write(tmp_path / "b.xlsx", [there]), at=NOW + timedelta(days=1))
        take(session, write(tmp_path / "a.xlsx", [CLERK]), at=NOW + timedelta(days=1))
        (person,) = list_people(session)
        tomorrow = hats_of(session, person, TODAY + timedelta(days=1))
    assert [hat.body.short_name for hat in tomorrow.hats] == ["木业专班", "区林业局"]


def test_a_new_number_of_the_same_person_asks_and_keeps_the_old_one(bare: Database, tmp_path: Path) -> None:
    moved = [*CLERK]
    moved[1] = "199-0000-0999"
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", [CLERK]))
        report = take(session, write(tmp_path / "b.xlsx", [moved]))
        (person,) = list_people(session)
        (old,) = session.exec(select(PhoneHistory)).all()
    assert (report.doubtful_rows, report.changed) == ([2], 1)
    assert (person.phone, old.phone, old.person_id) == ("19900000999", "19900000901", person.id)


def test_two_namesakes_are_two_people_even_in_one_unit(bare: Database, tmp_path: Path) -> None:
    other = [*CLERK]
    other[1] = "199-0000-0902"
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", [CLERK]))
        report = take(session, write(tmp_path / "b.xlsx", [CLERK, other]))
        assert (report.new, report.unchanged) == (1, 1)
        assert len(list_people_named(session, "测试庚01")) == 2


def test_a_number_is_not_taken_from_somebody_else(bare: Database, tmp_path: Path) -> None:
    thief = ["测试辛01", *CLERK[1:]]
    with bare.begin() as session:
        take(session, write(tmp_path / "a.xlsx", [CLERK]))
        report = take(session, write(tmp_path / "b.xlsx", [thief]))
        assert codes(report, 2) == {"phone_taken"}
        assert [person.name for person in list_people(session)] == ["测试庚01"]


def test_the_absent_are_reported_and_stay(bare: Database, tmp_path: Path) -> None:
    with bare.begin() as session:
        load_demo_roster(session, now=NOW, zone=ZONE)
        report = take(session, write(tmp_path / "a.xlsx", [CLERK]))
        (absent,) = [note for note in report.notes if note.row is None]
        assert (absent.code, absent.facts["count"]) == ("people_absent", 165)
        assert len(list_people(session)) == 166


def test_somebody_who_had_left_returns(bare: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [CLERK])
    with bare.begin() as session:
        take(session, path)
        list_people(session)[0].active = False
        session.flush()
        report = take(session, path)
        assert (codes(report, 2), report.changed) == ({"person_returned"}, 1)
        assert [person.name for person in list_people(session)] == ["测试庚01"]
