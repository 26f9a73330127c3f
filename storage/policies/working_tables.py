"""Tables of what is done with policies: asked before they end, subscribed, announced, asked about, cited."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Column, Field, SQLModel, Text


class PolicyReview(SQLModel, table=True):
    """The question to the lead department whether a policy that ends goes on; one row per last day."""

    __tablename__ = "policy_review"
    __table_args__ = (UniqueConstraint("policy_id", "expires_on"),)

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int = Field(foreign_key="policy.id")
    expires_on: date
    asked_at: datetime
    reminded_at: datetime | None = None
    answer: str | None = Field(default=None, max_length=8)
    """`ReviewAnswer`, or None while nobody has answered."""
    new_number: str | None = Field(default=None, max_length=120)
    new_until: date | None = None
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    told_at: datetime | None = None
    """When the matters that cite it heard that it has ended."""


class PolicySubscription(SQLModel, table=True):
    """What somebody wants to hear of: a factor, an industry, a level; an empty one stands for all."""

    __tablename__ = "policy_subscription"
    __table_args__ = (UniqueConstraint("person_id", "factor", "industry", "level"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    factor: str = Field(default="", max_length=12)
    industry: str = Field(default="", max_length=20)
    level: str = Field(default="", max_length=12)
    created_at: datetime


class PolicyFavourite(SQLModel, table=True):
    """A policy that somebody keeps at hand."""

    __tablename__ = "policy_favourite"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    policy_id: int = Field(primary_key=True, foreign_key="policy.id")
    added_at: datetime


class PolicyAnnouncement(SQLModel, table=True):
    """One morning's news to subscribers."""

    __tablename__ = "policy_announcement"

    id: int | None = Field(default=None, primary_key=True)
    due_at: datetime = Field(unique=True)
    sent_at: datetime | None = None


class PolicyAnnounced(SQLModel, table=True):
    """A policy that a morning's news is about."""

    __tablename__ = "policy_announced"

    announcement_id: int = Field(primary_key=True, foreign_key="policy_announcement.id")
    policy_id: int = Field(primary_key=True, foreign_key="policy.id")


class PolicyReading(SQLModel, table=True):
    """Somebody who was told, and whether they have opened one of the policies."""

    __tablename__ = "policy_reading"

    announcement_id: int = Field(primary_key=True, foreign_key="policy_announcement.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    read_at: datetime | None = None


class PolicyQuestion(SQLModel, table=True):
    """A question about a policy, or about what no policy was found for; the answer is offered again."""

    __tablename__ = "policy_question"
    __table_args__ = (
        Index("ix_policy_question_policy", "policy_id"),
        Index("ix_policy_question_body", "body_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int | None = Field(default=None, foreign_key="policy.id")
    asker_id: int = Field(foreign_key="person.id")
    body_id: int = Field(foreign_key="body.id")
    """The body that is asked."""
    text: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: datetime
    due_at: datetime | None = None
    """None when the calendar does not reach it."""
    raised_at: datetime | None = None
    """When it went up because nobody had answered."""
    answer: str | None = Field(default=None, sa_column=Column(Text))
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None


class PolicyCitation(SQLModel, table=True):
    """A matter that relies on a policy."""

    __tablename__ = "policy_citation"
    __table_args__ = (UniqueConstraint("policy_id", "subject_kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int = Field(foreign_key="policy.id")
    subject_kind: str = Field(max_length=30)
    subject_id: int
    person_id: int = Field(foreign_key="person.id")
    cited_at: datetime


class PolicyFeed(SQLModel, table=True):
    """One row: the address from which the list is fetched every week, and how the last time went."""

    __tablename__ = "policy_feed"

    id: int = Field(default=1, primary_key=True)
    url: str = Field(default="", max_length=500)
    etag: str | None = Field(default=None, max_length=200)
    modified: str | None = Field(default=None, max_length=80)
    wanted_at: datetime | None = None
    """Set while the list is to be fetched."""
    fetched_at: datetime | None = None
    outcome: str | None = Field(default=None, max_length=20)
    """`FeedOutcome` of the last time."""
    sha256: str | None = Field(default=None, max_length=64)
    kind: str | None = Field(default=None, max_length=5)
    """What was fetched: xlsx or json."""
