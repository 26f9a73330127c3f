"""The row of a reported problem. What happened to it stands in the timeline."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Column, Field, SQLModel, Text

from storage.base import choice
from storage.numbers import NumberKind, format_code


class IssueState(StrEnum):
    """Where a problem stands; the words are fixed by the contract."""

    WAITING = "waiting"
    HANDLING = "handling"
    CONFIRMING = "confirming"
    CLOSED = "closed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


OPEN_STATES = (IssueState.WAITING, IssueState.HANDLING, IssueState.CONFIRMING, IssueState.RETURNED)
"""States in which somebody still has something to do."""


class IssueAction(StrEnum):
    """What can be done to a problem; the words of most are fixed by the contract."""

    REPORT = "report"
    ACCEPT = "accept"
    RETURN = "return"
    TRANSFER = "transfer"
    PROGRESS = "progress"
    SOLVE = "solve"
    WITHDRAW = "withdraw"
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    LAPSE = "lapse"
    """The reporter gave no verdict in time."""
    ESCALATE = "escalate"
    CO_HANDLE = "co_handle"
    EXTEND = "extend"
    URGE = "urge"
    LIST = "list"
    DELIST = "delist"
    MERGE = "merge"
    ESCALATION_AGREED = "escalation_agreed"
    TRANSFER_AGREED = "transfer_agreed"
    EXTENSION_AGREED = "extension_agreed"
    PAUSE_AGREED = "pause_agreed"
    WITHDRAWAL_AGREED = "withdrawal_agreed"
    """What somebody had asked for was agreed to by who decides it."""
    REFUSE = "refuse"
    """What somebody had asked for was not agreed to."""
    DISPUTE = "dispute"
    """What somebody had asked for goes to the office to decide."""
    PAUSE = "pause"
    RESUME = "resume"
    REDO = "redo"
    """The owner takes its own solution back."""
    UPHOLD = "uphold"
    """The office finds that the reporter is right to be dissatisfied."""
    EXPLAIN = "explain"
    """The office closes it: the policy allows no more."""
    STRIKE = "strike"
    """The office strikes a malicious verdict out."""
    INSTRUCT = "instruct"
    """A leader's words, kept as they are."""
    APPOINT = "appoint"
    """Somebody else than the actor becomes lead owner."""
    ENDORSE = "endorse"
    """Somebody who was about to report the same joins it instead (scenario 6)."""
    RECORD = "record"
    """Somebody wrote another's words down as a report (scenario 4)."""
    RECORD_STANDS = "record_stands"
    """The person whose words they are did not say anything in time: the report stands as recorded."""


class Verdict(StrEnum):
    """What the reporter said of the solution; silence is counted apart."""

    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    UNRATED = "unrated"
    STRUCK = "struck"
    """Found malicious by the office; the words stay in the timeline."""


MODULES = ("factor_support", "approval_service", "problem_solving", "project_attraction", "project_progress")
TIERS = ("ordinary", "major", "critical")


class Issue(SQLModel, table=True):
    """One problem from report to end. Numbers are never used twice, rows never deleted."""

    __tablename__ = "issue"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        choice("state", IssueState),
        choice("module", MODULES),
        choice("tier", TIERS),
        CheckConstraint("verdict IN ('satisfied', 'dissatisfied', 'unrated', 'struck')", name="verdict"),
        Index("ix_issue_owner", "owner_id", "state"),
        Index("ix_issue_lead", "lead_id", "state"),
        Index("ix_issue_reporter", "reporter_id", "state"),
        Index("ix_issue_unit", "reporter_unit_id", "state"),
        Index("ix_issue_state", "state", "due_at"),
        Index("ix_issue_board", "state", "owner_id", "due_at", "reported_at", "is_listed"),
        Index("ix_issue_reported", "reported_at"),
        Index("ix_issue_listed", "is_listed", "state"),
        Index("ix_issue_closed", "closed_at", "state", "owner_id", "verdict", "solved_at", "solve_due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int
    number: int
    title: str = Field(max_length=200)
    text: str = Field(sa_column=Column(Text, nullable=False))
    """All that the reporter wrote, word for word."""
    sound: str = Field(default="", sa_column=Column(Text, nullable=False))
    """How title and enterprise sound (storage/issues/sounds.py), for those who type pinyin or slip."""
    module: str = Field(max_length=30)
    tier: str = Field(max_length=10)
    industry: str | None = Field(default=None, max_length=30)
    factor: str | None = Field(default=None, max_length=30)
    """The field of service, e.g. `land`; it may be one that no service line answers for."""
    place_id: int | None = Field(default=None, foreign_key="body.id")
    enterprise: str | None = Field(default=None, max_length=120)
    state: str = Field(default=IssueState.WAITING, max_length=12)

    reporter_id: int = Field(foreign_key="person.id")
    reporter_unit_id: int = Field(foreign_key="body.id")
    """The reporter's unit on that day."""
    owner_id: int = Field(foreign_key="body.id")
    """The body that answers for it now; there is always one (M8)."""
    work_group: str | None = Field(default=None, max_length=30)
    helper_id: int | None = Field(default=None, foreign_key="body.id")
    """The service line proposed for help."""
    lead_id: int | None = Field(default=None, foreign_key="person.id")
    """The lead owner, once somebody has accepted it."""

    phase: int = 0
    """Grows with every change of state or owner; buttons carry it, so old ones are known."""
    moved_at: datetime
    moved_by: int | None = Field(default=None, foreign_key="person.id")
    moved_action: str = Field(default=IssueAction.REPORT, max_length=20)
    reopened: int = 0
    provisional: bool = False
    """Nobody took it on in time; whom the clock appointed has not acted yet (scenario 11)."""
    returned: int = 0
    """How often it was sent back; there is no third time (scenario 5)."""
    former_owner_id: int | None = Field(default=None, foreign_key="body.id")
    former_lead_id: int | None = Field(default=None, foreign_key="person.id")
    """The last lead owner who gave it up or was relieved, and the body they had it for."""
    request_id: int | None = None
    """What has been asked for and waits for its decision (`IssueRequest`); one at a time."""
    is_listed: bool = False
    """Under listed supervision now."""
    is_verifying: bool = False
    """Under listed supervision, and the holder says that it is solved: the office has to verify it."""
    recorder_id: int | None = Field(default=None, foreign_key="person.id")
    """Who wrote the reporter's words down for them (scenario 4)."""
    merged_into_id: int | None = Field(default=None, foreign_key="issue.id", index=True)
    """The problem that it goes on as; never one that is merged itself (scenario 6)."""
    reporters: int = 1
    """How many people have reported it; the first of them is `reporter_id`."""
    awaited: int = 1
    """How many of its reporters have not said yet that they are satisfied with the solution."""

    reported_at: datetime
    clock: str = Field(default="acceptance", max_length=12)
    """Which clock runs now (`Clock`)."""
    due_at: datetime | None = None
    """When the clock that runs now ends; None while none runs or the calendar is missing."""
    accept_due_at: datetime | None = None
    accepted_at: datetime | None = None
    solve_due_at: datetime | None = None
    solve_days: int | None = None
    """Working days that the clock of solving began with."""
    kept_days: int | None = None
    """Working days that are left when the clock of solving goes on: after a pause, with another owner."""
    extended_days: int = 0
    """Working days by which the deadline was extended; once only."""
    paused_at: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    solution: str | None = Field(default=None, sa_column=Column(Text))
    ruling: str | None = Field(default=None, sa_column=Column(Text))
    """The office's grounds, where the office closed it."""
    verdict: str | None = Field(default=None, max_length=14)

    @property
    def code(self) -> str:
        """The plain code, e.g. `WT-2026-0001`."""
        return format_code(NumberKind.ISSUE, self.year, self.number)

    @property
    def formal(self) -> tuple[str, int, int]:
        """What the filter `formal` writes the formal number from."""
        return (NumberKind.ISSUE.value, self.year, self.number)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in OPEN_STATES
