"""Keeping the search index: in the transaction that changes the policy, the same in both databases."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import uuid4

from sqlalchemy import Connection, Table, delete, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.base import require_id, table_of
from storage.policies.choices import NEARNESS, PolicyLevel, PolicyState
from storage.policies.numbers import NO_YEAR, DocumentNumber, parse_document_number
from storage.policies.sounds import sound_of
from storage.policies.tables import Policy, PolicyIndexState, PolicyPlace, PolicyTerm, PolicyText
from storage.policies.terms import TermKind, TextTerms, terms_of
from storage.policies.texts import index_tokens, plain

NEVER = date.max.toordinal()
_BATCH = 500

SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE policy_fts"
    " USING fts5(terms, content='', detail=none, columnsize=0, tokenize='ascii')"
)
POSTGRES_INDEX = (
    "CREATE TABLE policy_fts (policy_id INTEGER PRIMARY KEY REFERENCES policy (id), terms tsvector NOT NULL)",
    "CREATE INDEX ix_policy_fts_terms ON policy_fts USING gin (terms)",
)
DROP_INDEX = "DROP TABLE IF EXISTS policy_fts"


def _create_with(table: Table) -> None:
    """The index is made and dropped together with `table`; migrations run the same statements."""

    @event.listens_for(table, "after_create")
    def create(_table: Table, connection: Connection, **_options: object) -> None:
        is_sqlite = connection.dialect.name == "sqlite"
        for statement in (SQLITE_INDEX,) if is_sqlite else POSTGRES_INDEX:
            connection.execute(text(statement))

    @event.listens_for(table, "before_drop")
    def drop(_table: Table, connection: Connection, **_options: object) -> None:
        connection.execute(text(DROP_INDEX))


_create_with(table_of(PolicyPlace))


def index_policies(session: Session, policies: Sequence[Policy]) -> None:
    """Bring the index in line with these policies: published ones are findable, others are not."""
    connection = session.connection()
    session.flush()
    _touch(session)
    counts = _TermCounts()
    for start in range(0, len(policies), _BATCH):
        batch = policies[start : start + _BATCH]
        _remove(session, connection, [require_id(policy.id) for policy in batch], counts)
        _add(connection, [policy for policy in batch if policy.state == PolicyState.PUBLISHED], counts)
    counts.write(connection)


def remember_synonyms_changed(session: Session) -> None:
    """Let every process read the office's synonyms again."""
    _touch(session)


def rebuild_index(session: Session) -> None:
    """Make the index anew from the policies, e.g. after its making has changed."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO policy_fts (policy_fts) VALUES ('delete-all')"))
    else:
        connection.execute(text("DELETE FROM policy_fts"))
    for table in (PolicyText, PolicyPlace, PolicyTerm):
        connection.execute(delete(table_of(table)))
    index_policies(session, list(session.exec(select(Policy).order_by(col(Policy.id)))))


class _TermCounts:
    """How the counts of terms change by what is added and removed."""

    def __init__(self) -> None:
        self.documents: Counter[str] = Counter()
        self.titles: Counter[str] = Counter()
        self.kinds: dict[str, TermKind] = {}

    def take(self, terms: TextTerms, by: int) -> None:
        for term, kind in terms.everywhere.items():
            self.documents[term] += by
            if self.kinds.get(term) is not TermKind.WORD:
                self.kinds[term] = kind
        for term in terms.in_title:
            self.titles[term] += by

    def write(self, connection: Connection) -> None:
        rows = [
            {
                "term": term,
                "kind": self.kinds[term],
                "sound": sound_of(term),
                "documents": self.documents[term],
                "titles": self.titles[term],
            }
            for term in sorted(self.documents)
            if self.documents[term] or self.titles[term]
        ]
        table = table_of(PolicyTerm)
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        insert = dialect.insert(table)
        changes = {
            "documents": table.c.documents + insert.excluded.documents,
            "titles": table.c.titles + insert.excluded.titles,
        }
        if rows:
            connection.execute(insert.on_conflict_do_update(index_elements=["term"], set_=changes), rows)
            connection.execute(delete(table).where(table.c.documents <= 0))


def _touch(session: Session) -> None:
    state = session.get(PolicyIndexState, 1, with_for_update=True)
    if state is None:
        session.add(PolicyIndexState(id=1, stamp=uuid4().hex))
    else:
        state.stamp = uuid4().hex
    session.flush()


def _remove(session: Session, connection: Connection, ids: list[int], counts: _TermCounts) -> None:
    known = session.exec(select(PolicyText).where(col(PolicyText.policy_id).in_(ids))).all()
    if not known:
        return
    for entry in known:
        counts.take(_terms(entry), -1)
    if connection.dialect.name == "sqlite":  # a contentless index is told what it has to forget
        statement = text("INSERT INTO policy_fts (policy_fts, rowid, terms) VALUES ('delete', :id, :terms)")
        connection.execute(
            statement, [{"id": entry.policy_id, "terms": " ".join(_tokens(entry))} for entry in known]
        )
    else:
        connection.execute(text("DELETE FROM policy_fts WHERE policy_id = ANY(:ids)"), {"ids": ids})
    for entry in known:
        session.expunge(entry)
    for table in (PolicyText, PolicyPlace):
        connection.execute(delete(table_of(table)).where(table_of(table).c.policy_id.in_(ids)))


def _add(connection: Connection, policies: Iterable[Policy], counts: _TermCounts) -> None:
    entries = [_text_of(policy) for policy in policies]
    places = [_place_of(policy) for policy in policies]
    if not entries:
        return
    for entry in entries:
        counts.take(_terms(entry), 1)
    connection.execute(table_of(PolicyText).insert(), [entry.model_dump() for entry in entries])
    connection.execute(table_of(PolicyPlace).insert(), [place.model_dump() for place in places])
    if connection.dialect.name == "sqlite":
        statement = text("INSERT INTO policy_fts (rowid, terms) VALUES (:id, :terms)")
        rows: list[dict[str, object]] = [
            {"id": entry.policy_id, "terms": " ".join(_tokens(entry))} for entry in entries
        ]
    else:
        statement = text(
            "INSERT INTO policy_fts (policy_id, terms)"
            " VALUES (:id, array_to_tsvector(CAST(:terms AS text[])))"
        )
        rows = [{"id": entry.policy_id, "terms": _tokens(entry)} for entry in entries]
    connection.execute(statement, rows)


def _terms(entry: PolicyText) -> TextTerms:
    return terms_of(entry.title, (entry.audience, entry.body, entry.offices))


def _tokens(entry: PolicyText) -> list[str]:
    return index_tokens((entry.title, entry.audience), (entry.body, entry.offices), entry.labels.split())


def _text_of(policy: Policy) -> PolicyText:
    more = (policy.summary, policy.conditions, policy.how_to_apply, policy.where_to_apply)
    offices = (policy.issuer, policy.lead_department, policy.contact, policy.document_number)
    return PolicyText(
        policy_id=require_id(policy.id),
        title=plain(policy.title),
        audience=plain(policy.audience),
        body=plain("\n".join(part for part in more if part)),
        offices=plain("\n".join(part for part in offices if part)),
        labels=" ".join(labels_of(policy)),
    )


def labels_of(policy: Policy) -> list[str]:
    """What a policy is filed under, as `level_district`, `factor_talent`, `industry_food` …"""
    industries = policy.industries.split() or ["every"]
    labels = [f"level_{policy.level}", f"factor_{policy.factor}"]
    labels += [f"industry_{industry}" for industry in industries]
    labels += ["flag_five_plus_five"] * policy.favours_five_plus_five
    labels += ["flag_three_hundreds"] * policy.favours_three_hundreds
    return labels


def _place_of(policy: Policy) -> PolicyPlace:
    spelled = "".join((policy.document_number or "").split())
    number = parse_document_number(spelled) or DocumentNumber("", NO_YEAR, 0)
    return PolicyPlace(
        policy_id=require_id(policy.id),
        expires=(policy.expires_on or date.max).toordinal(),
        nearness=NEARNESS[PolicyLevel(policy.level)],
        prefix=number.prefix,
        year=number.year,
        serial=number.serial,
    )
