"""Telegram accounts and the people behind them (M1, scenarios 37, 39)."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import BigInteger, Column, Field, Session, SQLModel, col, select

from storage.base import choice
from storage.people import Person


class AccountState(StrEnum):
    """`stranger`: has written but is nobody we know; `revoked`: was bound once, another account took over."""

    STRANGER = "stranger"
    BOUND = "bound"
    REVOKED = "revoked"


_BOUND = text("state = 'bound'")


class Account(SQLModel, table=True):
    """A Telegram user. A person has at most one bound account at a time."""

    __tablename__ = "account"
    __table_args__ = (
        choice("state", AccountState),
        Index("uq_account_bound_person", "person_id", unique=True,
              sqlite_where=_BOUND, postgresql_where=_BOUND),
    )  # fmt: skip

    user_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    display_name: str = Field(default="", max_length=130)
    state: str = Field(default=AccountState.STRANGER, max_length=10)
    bound_at: datetime | None = None
    unreachable_since: datetime | None = None
    menu_role: str | None = Field(default=None, max_length=20)
    """Which command menu the account was given last; None for the one of strangers."""
    created_at: datetime


_STRANGERS = "strangers"


def load_accounts(session: Session, user_ids: Collection[int]) -> list[SQLModel]:
    """Read the accounts of several users and their people at once; keep the result while they are needed.

    `find_account` then asks the database about none of them again in this transaction.
    """
    accounts = list(session.exec(select(Account).where(col(Account.user_id).in_(user_ids))))
    person_ids = [account.person_id for account in accounts if account.person_id is not None]
    people = list(session.exec(select(Person).where(col(Person.id).in_(person_ids)))) if person_ids else []
    session.info[_STRANGERS] = set(user_ids) - {account.user_id for account in accounts}
    return [*accounts, *people]


def find_account(session: Session, user_id: int) -> Account | None:
    """What is known of a Telegram user."""
    if user_id in session.info.get(_STRANGERS, ()):
        return None
    return session.get(Account, user_id)


def add_account(session: Session, account: Account) -> Account:
    """Remember a Telegram user."""
    session.add(account)
    session.info.get(_STRANGERS, set()).discard(account.user_id)
    return account


def find_bound_account(session: Session, person_id: int) -> Account | None:
    """The account by which a person can be reached."""
    statement = select(Account).where(Account.person_id == person_id, Account.state == AccountState.BOUND)
    return session.exec(statement).first()


def list_bound_accounts(session: Session, person_ids: list[int]) -> dict[int, Account]:
    """The bound accounts of several people, by person."""
    statement = select(Account).where(
        col(Account.person_id).in_(person_ids), Account.state == AccountState.BOUND
    )
    return {account.person_id: account for account in session.exec(statement) if account.person_id}


def list_everybody_bound(session: Session) -> list[tuple[Account, Person]]:
    """Every bound account with its person, who may have left meanwhile."""
    statement = select(Account, Person).join(Person, col(Person.id) == col(Account.person_id))
    return list(session.exec(statement.where(Account.state == AccountState.BOUND)))


def list_people_unbound(session: Session) -> list[Person]:
    """Active people without an account, by rank."""
    bound = select(Account.person_id).where(Account.state == AccountState.BOUND)
    statement = select(Person).where(col(Person.active), col(Person.id).not_in(bound))
    return list(session.exec(statement.order_by(col(Person.rank), col(Person.id))))


def list_people_unreachable(session: Session) -> list[tuple[Account, Person]]:
    """Active people whose account takes no messages, the longest silent first."""
    statement = select(Account, Person).join(Person, col(Person.id) == col(Account.person_id))
    statement = statement.where(
        Account.state == AccountState.BOUND, col(Account.unreachable_since).is_not(None), col(Person.active)
    )
    return list(session.exec(statement.order_by(col(Account.unreachable_since), col(Person.id))))


def mark_unreachable(session: Session, user_id: int, *, now: datetime) -> bool:
    """Telegram will not deliver to this user any more. Returns whether that is news."""
    account = find_account(session, user_id)
    if account is None or account.unreachable_since is not None:
        return False
    account.unreachable_since = now
    return True
