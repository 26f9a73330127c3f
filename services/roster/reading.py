"""One row of the roster: from cells to a checked entry, with a note for whatever is not as it should be."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from services.people import Hat
from services.phones import PhoneInvalid, normalise_phone
from services.roster.hats import HatSource, derive_hats
from services.roster.notes import RosterNote
from services.roster.surroundings import Surroundings
from services.roster.vocabulary import RosterRole, vocabulary
from storage.base import require_id
from storage.bodies import GROUND_KINDS, Body, BodyKind
from storage.spreadsheets import ImportReport, Level, Outcome, Sheet, SheetRow, is_formula

UNIT_KINDS = (BodyKind.MEMBER_UNIT, *GROUND_KINDS, BodyKind.OFFICE, BodyKind.LEADERSHIP)
HAT_KINDS = (BodyKind.TASK_FORCE, BodyKind.SERVICE_LINE, BodyKind.LEADING_GROUP, BodyKind.OFFICE)
ROLE_FOR_KIND = {
    BodyKind.TASK_FORCE: {RosterRole.TASK_FORCE, RosterRole.LEAD_LEADER},
    BodyKind.SERVICE_LINE: {RosterRole.SERVICE_LINE},
    BodyKind.LEADING_GROUP: {RosterRole.LEADING_GROUP},
    BodyKind.OFFICE: {RosterRole.OFFICE, RosterRole.ADMINISTRATOR},
}
KIND_FOR_ROLE = {
    RosterRole.TASK_FORCE: BodyKind.TASK_FORCE,
    RosterRole.LEAD_LEADER: BodyKind.TASK_FORCE,
    RosterRole.SERVICE_LINE: BodyKind.SERVICE_LINE,
}
UNIT_FOR_ROLE = {
    RosterRole.GROUND: GROUND_KINDS,
    RosterRole.UNIT_DEPUTY: (BodyKind.MEMBER_UNIT,),
    RosterRole.UNIT_CHIEF: (BodyKind.MEMBER_UNIT,),
}
NAME_LIMIT = 40
_DOTS = dict.fromkeys(map(ord, "\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e."), "\u00b7")


@dataclass(frozen=True)
class RosterEntry:
    """A row that can be taken."""

    row: int
    name: str
    phone: str
    unit: Body
    post: str
    rank: int | None
    hats: tuple[Hat, ...]


def read_entry(
    sheet: Sheet, row: SheetRow, surroundings: Surroundings, report: ImportReport
) -> RosterEntry | None:
    """The entry, or None with the reasons in the report."""
    return _EntryReader(sheet, row, surroundings, report).read()


def normalise_name(text: str) -> str:
    """A name as it is kept: no blanks inside (official papers pad short names), one kind of middle dot."""
    return "".join(text.translate(_DOTS).split())


@dataclass
class _EntryReader:
    sheet: Sheet
    row: SheetRow
    surroundings: Surroundings
    report: ImportReport

    def read(self) -> RosterEntry | None:
        if self._is_template_row():
            self.report.outcomes[self.row.number] = Outcome.IGNORED
            self._note("name", RosterNote.TEMPLATE_ROW, Level.INFO)
            return None
        self._check_formulas()
        name, phone, rank = self._name(), self._phone(), self._rank()
        roles, bodies = self._roles(), self._bodies()
        unit = self._unit(bodies)
        self._check_agreement(roles, bodies, unit)
        if unit is None or self.report.outcomes.get(self.row.number) is Outcome.FAILED:
            return None
        hats = self._hats(unit, bodies, roles)
        return RosterEntry(self.row.number, name, phone, unit, self.row["post"], rank, tuple(hats))

    def _hats(self, unit: Body, bodies: Sequence[Body], roles: frozenset[RosterRole]) -> list[Hat]:
        known = self.surroundings
        return derive_hats(
            HatSource(
                unit, bodies, roles, self.row["post"], known.leading_group, known.office, known.work_groups
            )
        )

    def _is_template_row(self) -> bool:
        is_bare = not (self.row["phone"] or self.row["unit"])
        return is_bare and self.row["name"].startswith(vocabulary().template_rows.starts)

    def _check_formulas(self) -> None:
        for key in ("name", "unit", "bodies", "post", "roles"):
            if is_formula(self.row[key]):
                self._note(key, RosterNote.FORMULA_SUSPECTED)

    def _name(self) -> str:
        text = self.row["name"]
        name = normalise_name(text)
        if not name:
            self._note("name", RosterNote.NAME_MISSING)
        elif len(name) > NAME_LIMIT or not all(map(_may_stand_in_name, name)):
            if not is_formula(text):
                self._note("name", RosterNote.NAME_INVALID)
        elif name != text:
            self._note("name", RosterNote.NAME_NORMALISED, Level.INFO, result=name)
        return name

    def _phone(self) -> str:
        if not self.row["phone"]:
            self._note("phone", RosterNote.PHONE_MISSING)
            return ""
        try:
            return normalise_phone(self.row["phone"])
        except PhoneInvalid as error:
            self._note("phone", RosterNote.PHONE_INVALID, digits=error.digits)
            return ""

    def _rank(self) -> int | None:
        text = self.row["rank"]
        if text and not text.isdecimal():
            self._note("rank", RosterNote.RANK_INVALID)
            return None
        return int(text) if text else None

    def _roles(self) -> frozenset[RosterRole]:
        words = vocabulary()
        roles = set()
        for word in words.split(self.row["roles"]):
            found = words.find_role(word)
            if found is None:
                allowed = tuple(role.name for role in words.roles.values())
                if not is_formula(word):
                    self._note("roles", RosterNote.ROLE_UNKNOWN, word=word, allowed=allowed)
                continue
            role, is_own_word = found
            roles.add(role)
            if not is_own_word:
                result = words.roles[role].name
                self._note("roles", RosterNote.ROLE_NORMALISED, Level.WARNING, word=word, result=result)
        if not self.row["roles"]:
            allowed = tuple(role.name for role in words.roles.values())
            self._note("roles", RosterNote.ROLE_MISSING, allowed=allowed)
        return frozenset(roles)

    def _bodies(self) -> list[Body]:
        found = (self._body(word) for word in vocabulary().split(self.row["bodies"]))
        return [body for body in found if body is not None]

    def _body(self, word: str) -> Body | None:
        index = self.surroundings.index
        if (body := index.by_name(word, *HAT_KINDS)) is not None:
            return body
        known_as = index.by_alias(word, *HAT_KINDS)
        if len(known_as) == 1:
            self._note("bodies", RosterNote.BODY_NORMALISED, Level.INFO, word=word, result=known_as[0].name)
            return known_as[0]
        near = _names(known_as or index.nearest(word, *HAT_KINDS))
        if near:
            self._note("bodies", RosterNote.BODY_UNKNOWN_NEAR, word=word, near=near)
            return None
        self._note("bodies", RosterNote.BODY_UNKNOWN, word=word)
        return None

    def _unit(self, bodies: Sequence[Body]) -> Body | None:
        text, index = self.row["unit"], self.surroundings.index
        if not text:
            self._note("unit", RosterNote.UNIT_MISSING)
            return None
        if (unit := index.by_name(text, *UNIT_KINDS)) is not None:
            return unit
        if known_as := index.by_alias(text, *UNIT_KINDS):
            return self._one_unit(known_as, bodies, RosterNote.UNIT_NORMALISED, RosterNote.UNIT_AMBIGUOUS)
        if near := index.nearest(text, *UNIT_KINDS):
            return self._one_unit(near, bodies, RosterNote.UNIT_SUGGESTED, RosterNote.UNIT_UNKNOWN_NEAR)
        self._note("unit", RosterNote.UNIT_UNKNOWN)
        return None

    def _one_unit(
        self, units: Sequence[Body], bodies: Sequence[Body], one: RosterNote, several: RosterNote
    ) -> Body | None:
        """The only unit, or the only one that answers for a body of the row; otherwise an error."""
        answering: set[int] = set()
        for body in bodies:
            answering |= self.surroundings.departments.get(require_id(body.id), set())
        fitting = units if len(units) == 1 else [unit for unit in units if unit.id in answering]
        if len(fitting) != 1:
            self._note("unit", several, near=_names(units))
            return None
        self._note("unit", one, Level.WARNING, result=fitting[0].name)
        return fitting[0]

    def _check_agreement(
        self, roles: frozenset[RosterRole], bodies: Sequence[Body], unit: Body | None
    ) -> None:
        """Roles and bodies imply each other; only asked when each was understood by itself."""
        if self.report.outcomes.get(self.row.number) is Outcome.FAILED:
            return
        kinds = {BodyKind(body.kind) for body in bodies}
        for role in roles:
            word = vocabulary().roles[role].name
            if role in KIND_FOR_ROLE and KIND_FOR_ROLE[role] not in kinds:
                self._note("bodies", RosterNote.ROLE_WITHOUT_BODY, word=word)
            if unit is not None and role in UNIT_FOR_ROLE and unit.kind not in UNIT_FOR_ROLE[role]:
                self._note("unit", RosterNote.ROLE_UNIT_MISMATCH, word=word)
        for body in bodies:
            if not roles & ROLE_FOR_KIND[BodyKind(body.kind)]:
                self._note("roles", RosterNote.BODY_WITHOUT_ROLE, Level.WARNING, body=body.name)

    def _note(
        self, key: str, code: RosterNote, level: Level = Level.ERROR, **facts: str | int | tuple[str, ...]
    ) -> None:
        column = self.sheet.headers.get(key)
        self.report.note(level, code, row=self.row.number, column=column, **{"value": self.row[key], **facts})


def _may_stand_in_name(character: str) -> bool:
    """Letters, digits, marks, the middle dot, and private use, where old systems keep rare characters."""
    category = unicodedata.category(character)
    return character == "\u00b7" or category[0] in "LNM" or category == "Co"


def _names(bodies: Sequence[Body]) -> tuple[str, ...]:
    return tuple(body.name for body in bodies)
