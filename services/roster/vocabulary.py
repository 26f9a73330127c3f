"""The words of the roster, from data/roster.toml: columns, roles, posts."""

import re
from enum import StrEnum
from functools import cache

from pydantic import BaseModel, ConfigDict

from services.bodies import name_key
from storage.bodies import BodyKind
from storage.packaged import packaged_toml
from storage.people import Role
from storage.spreadsheets import Column


class RosterRole(StrEnum):
    """The roles of the roster's own column; the finer `Role` follows from the post."""

    LEADING_GROUP = "leading_group"
    LEAD_LEADER = "lead_leader"
    OFFICE = "office"
    ADMINISTRATOR = "administrator"
    TASK_FORCE = "task_force"
    SERVICE_LINE = "service_line"
    GROUND = "ground"
    UNIT_DEPUTY = "unit_deputy"
    UNIT_CHIEF = "unit_chief"


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RoleWords(_Words):
    """A role's word, and others that are understood."""

    name: str
    aliases: tuple[str, ...]


class PostRule(_Words):
    """A part of a post that fits any of the patterns means `role` in bodies of these kinds."""

    kinds: tuple[BodyKind, ...]
    role: Role
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    equals: tuple[str, ...] = ()

    def fits(self, kind: str, part: str) -> bool:
        """Whether the rule decides about this part."""
        if kind not in self.kinds:
            return False
        return part.startswith(self.starts) or part.endswith(self.ends) or part in self.equals


class TemplateRows(_Words):
    """How the rows begin that explain a template."""

    starts: tuple[str, ...]


class WorkGroupWords(_Words):
    """How a post names the head of a work group."""

    head_ends: tuple[str, ...]


class Vocabulary(_Words):
    """The whole file."""

    separators: str
    columns: dict[str, tuple[str, ...]]
    optional_columns: dict[str, tuple[str, ...]]
    template_rows: TemplateRows
    roles: dict[RosterRole, RoleWords]
    posts: tuple[PostRule, ...]
    work_groups: WorkGroupWords
    defaults: dict[BodyKind, Role]
    unit_columns: dict[str, tuple[str, ...]]
    optional_unit_columns: dict[str, tuple[str, ...]]
    unit_kinds: dict[BodyKind, tuple[str, ...]]

    def sheet_columns(self) -> list[Column]:
        """The columns to look for."""
        return _columns(self.columns, self.optional_columns)

    def unit_sheet_columns(self) -> list[Column]:
        """The columns of the list of units."""
        return _columns(self.unit_columns, self.optional_unit_columns)

    def split(self, text: str) -> list[str]:
        """The entries of a cell, each once, in their order."""
        parts = (part.strip() for part in re.split(f"[{re.escape(self.separators)}]", text))
        return list(dict.fromkeys(part for part in parts if part))

    def find_role(self, word: str) -> tuple[RosterRole, bool] | None:
        """The role that a word means, and whether the word is the roster's own."""
        wanted = name_key(word)
        for role, words in self.roles.items():
            if wanted == name_key(words.name):
                return role, True
        for role, words in self.roles.items():
            if wanted in map(name_key, words.aliases):
                return role, False
        return None

    def roles_by_post(self, kind: str, post: str) -> list[Role]:
        """What a post means within a body of this kind; more than one for somebody who is two things."""
        found = []
        for part in self.split(post):
            rule = next((rule for rule in self.posts if rule.fits(kind, part)), None)
            if rule is not None:
                found.append(rule.role)
        default = self.defaults[BodyKind(kind)]
        return [role for role in dict.fromkeys(found) if role != default] or [default]


def _columns(needed: dict[str, tuple[str, ...]], optional: dict[str, tuple[str, ...]]) -> list[Column]:
    columns = [Column(key, names) for key, names in needed.items()]
    return columns + [Column(key, names, required=False) for key, names in optional.items()]


@cache
def vocabulary() -> Vocabulary:
    """The packaged words."""
    return Vocabulary.model_validate(packaged_toml("roster.toml"))
