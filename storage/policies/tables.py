"""Tables of the applicable policy list (M18) and of its search index."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Column, Field, SQLModel, Text

from storage.base import choice
from storage.policies.choices import PolicyFactor, PolicyIndustry, PolicyLevel, PolicySource, PolicyState


class Policy(SQLModel, table=True):
    """One policy. `code` (`ZC-0001`) is given in order and never again; `external_id` is the list's."""

    __table_args__ = (
        choice("level", PolicyLevel),
        choice("factor", PolicyFactor),
        choice("source", PolicySource),
        choice("state", PolicyState),
        Index("ix_policy_expires_on", "expires_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=16)
    external_id: str | None = Field(default=None, unique=True, max_length=64)
    title: str = Field(max_length=400)
    document_number: str | None = Field(default=None, max_length=120, index=True)
    issuer: str = Field(default="", max_length=200)
    level: str = Field(max_length=12)
    factor: str = Field(max_length=12)
    industries: str = Field(default="", max_length=200)
    """Identifiers of industries, blank-separated; empty when the policy is for every industry."""
    audience: str = Field(default="", sa_column=Column(Text, nullable=False))
    summary: str = Field(default="", sa_column=Column(Text, nullable=False))
    """What it gives."""
    conditions: str | None = Field(default=None, sa_column=Column(Text))
    how_to_apply: str | None = Field(default=None, sa_column=Column(Text))
    where_to_apply: str | None = Field(default=None, max_length=400)
    apply_by: date | None = None
    lead_department: str = Field(default="", max_length=200)
    contact: str = Field(default="", max_length=200)
    """The department that answers questions."""
    contact_person_id: int | None = Field(default=None, foreign_key="person.id")
    issued_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    """The last day in force; None when the policy names no end."""
    favours_five_plus_five: bool = False
    favours_three_hundreds: bool = False
    source: str = Field(default=PolicySource.VERIFIED, max_length=12)
    state: str = Field(default=PolicyState.PUBLISHED, max_length=12, index=True)
    replaces_id: int | None = Field(default=None, foreign_key="policy.id")
    lead_body_id: int | None = Field(default=None, foreign_key="body.id")
    """The body that breaks it down, when it was entered in chat."""
    entered_by_id: int | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = None
    """When the office released it; None for what came with a list."""
    version: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def industry_list(self) -> list[PolicyIndustry]:
        """The industries it is for; empty means all."""
        return [PolicyIndustry(name) for name in self.industries.split()]

    def is_expired(self, today: date) -> bool:
        """Whether its last day in force has passed (scenario 32: the whole last day still counts)."""
        return self.expires_on is not None and self.expires_on < today


class PolicyVersion(SQLModel, table=True):
    """What a policy said before it was changed. `facts` is the whole row as JSON text."""

    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("policy_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int = Field(foreign_key="policy.id", index=True)
    version: int
    facts: str = Field(sa_column=Column(Text, nullable=False))
    changed_by_id: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime


class PolicySynonym(SQLModel, table=True):
    """A synonym that the office added: whoever types `word` also finds `meaning`."""

    __tablename__ = "policy_synonym"
    __table_args__ = (UniqueConstraint("word", "meaning"),)

    id: int | None = Field(default=None, primary_key=True)
    word: str = Field(max_length=40)
    meaning: str = Field(max_length=40)
    both_ways: bool = True
    added_by_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime


class PolicyMiss(SQLModel, table=True):
    """What people searched for and did not find, and how often; the office makes synonyms of it."""

    __tablename__ = "policy_miss"

    query: str = Field(primary_key=True, max_length=80)
    count: int = 1
    last_at: datetime


class PolicyTerm(SQLModel, table=True):
    """A word or phrase that occurs in published policies: in how many, and in how many titles."""

    __tablename__ = "policy_term"

    term: str = Field(primary_key=True, max_length=16)
    kind: str = Field(max_length=8)
    sound: str = Field(max_length=80)
    """Toneless pinyin, syllables separated by blanks."""
    documents: int
    titles: int


class PolicyText(SQLModel, table=True):
    """What the index was made of, in the folded spelling that is searched and ranked."""

    __tablename__ = "policy_text"

    policy_id: int = Field(primary_key=True, foreign_key="policy.id")
    title: str = Field(sa_column=Column(Text, nullable=False))
    audience: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    offices: str = Field(sa_column=Column(Text, nullable=False))
    labels: str = Field(max_length=300)
    """Level, factor, industries and flags as blank-separated tokens, see storage/policies/texts.py."""


class PolicyPlace(SQLModel, table=True):
    """The narrow row that candidates are ordered by, apart so that sorting thousands stays cheap."""

    __tablename__ = "policy_place"
    __table_args__ = (Index("ix_policy_place_number", "year", "serial"),)

    policy_id: int = Field(primary_key=True, foreign_key="policy.id")
    expires: int
    """Proleptic ordinal of the last day in force; a very high number when there is none."""
    nearness: int
    prefix: str = Field(default="", max_length=120)
    """The document number's letters, folded: with year and serial it is found in any bracket style."""
    year: int = 0
    serial: int = 0


class PolicyIndexState(SQLModel, table=True):
    """One row: changes with every change of the index, so that other processes drop what they remembered."""

    __tablename__ = "policy_index_state"

    id: int = Field(default=1, primary_key=True)
    stamp: str = Field(max_length=32)
    policies: int = 0
