"""Which policies may answer a query: one expression over index tokens, the same rows from either database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, text
from sqlmodel import Session

from storage.policies.index import NEVER
from storage.policies.numbers import NO_YEAR, DocumentNumber, prefix_fits
from storage.policies.queries import Concept, SearchFilters
from storage.policies.texts import ANYWHERE, STRONG, label_token, needed_grams, token

MOST_CANDIDATES = 60
"""How many are ranked, twelve pages; what is beyond is cut by the order of `_ORDER`."""
_MOST_OPTIONS = 24
EVERY_INDUSTRY = "industry_every"


@dataclass(frozen=True, slots=True)
class Candidate:
    """The indexed texts of a policy, and where it stands."""

    policy_id: int
    expired: bool
    nearness: int
    title: str
    audience: str
    body: str
    offices: str
    labels: frozenset[str]


@dataclass(frozen=True)
class Found:
    """Candidates in the database's order; `more` says that there are others beyond MOST_CANDIDATES."""

    candidates: tuple[Candidate, ...]
    more: bool


@dataclass(frozen=True)
class Expression:
    """A condition over tokens, from which each database's spelling is made."""

    operator: str
    parts: tuple["Expression | str", ...]

    def render(self, words: dict[str, str]) -> str:
        """The condition with the database's words for `and` and `or`."""
        rendered = [part if isinstance(part, str) else part.render(words) for part in self.parts]
        return "(" + f" {words[self.operator]} ".join(rendered) + ")"


_FTS5 = {"and": "AND", "or": "OR"}
_TSQUERY = {"and": "&", "or": "|"}


def all_of(parts: Iterable[Expression | str]) -> Expression:
    """Every part must hold; there must be at least one."""
    return Expression("and", tuple(parts))


def any_of(parts: Iterable[Expression | str]) -> Expression:
    """One of the parts must hold; there must be at least one."""
    return Expression("or", tuple(parts))


def concept_expression(concept: Concept, *, strong: bool, also_every: bool) -> Expression:
    """A policy that may answer the concept: in its title and audience when `strong`, else anywhere."""
    field = STRONG if strong else ANYWHERE
    parts: list[Expression | str] = [
        all_of(token(field, gram) for gram in grams) for grams in _least_grams(concept)[:_MOST_OPTIONS]
    ]
    if concept.label is not None:
        parts.append(label_token(concept.label))
    if concept.is_industry and also_every:
        parts.append(label_token(EVERY_INDUSTRY))
    return any_of(parts)


def _least_grams(concept: Concept) -> list[list[str]]:
    """What the options need, without those that another one finds anyway: who has all of it has the less."""
    needs = [grams for option in concept.options if (grams := needed_grams(option.text))]
    kept: list[list[str]] = []
    for grams in sorted(needs, key=len):
        if not any(set(less) <= set(grams) for less in kept):
            kept.append(grams)
    return kept


def query_expression(subjects: Sequence[Concept], filters: SearchFilters, *, strong: bool) -> Expression:
    """Policies that may answer every subject and stand under the filters."""
    also_every = any(not concept.is_industry for concept in subjects)
    parts: list[Expression | str] = [
        concept_expression(concept, strong=strong, also_every=also_every) for concept in subjects
    ]
    return all_of([*parts, *filter_parts(filters)])


def filter_parts(filters: SearchFilters) -> list[Expression | str]:
    """The filters that are labels."""
    parts: list[Expression | str] = []
    if filters.level is not None:
        parts.append(label_token(f"level_{filters.level}"))
    if filters.factor is not None:
        parts.append(label_token(f"factor_{filters.factor}"))
    if filters.industry is not None:
        parts.append(any_of([label_token(f"industry_{filters.industry}"), label_token(EVERY_INDUSTRY)]))
    return parts


_ORDER = "CASE WHEN p.expires < :today THEN 1 ELSE 0 END, p.nearness, p.policy_id DESC"
_SQLITE_MATCH = (
    "policy_fts f CROSS JOIN policy_place p ON p.policy_id = f.rowid WHERE f.policy_fts MATCH :wanted"
)
_POSTGRES_MATCH = (
    "policy_fts f JOIN policy_place p ON p.policy_id = f.policy_id WHERE f.terms @@ CAST(:wanted AS tsquery)"
)
_EVERYTHING = "policy_place p WHERE :wanted = ''"
_PICK = """
WITH picked AS (
    SELECT p.policy_id, p.expires, p.nearness
    FROM {match} AND p.expires BETWEEN :earliest AND :latest
    ORDER BY {order} LIMIT :most
)
SELECT p.policy_id, p.expires, p.nearness, t.title, t.audience, t.body, t.offices, t.labels
FROM picked p JOIN policy_text t ON t.policy_id = p.policy_id ORDER BY {order}
"""
_STATEMENTS = {
    "sqlite": text(_PICK.format(match=_SQLITE_MATCH, order=_ORDER)),
    "postgresql": text(_PICK.format(match=_POSTGRES_MATCH, order=_ORDER)),
}
_ALL = text(_PICK.format(match=_EVERYTHING, order=_ORDER))
_BY_NUMBER = text(
    "SELECT p.policy_id, p.prefix, p.year, t.offices FROM policy_place p"
    " JOIN policy_text t ON t.policy_id = p.policy_id WHERE p.serial = :serial AND p.year IN :years"
    " ORDER BY p.policy_id"
).bindparams(bindparam("years", expanding=True))
_BY_SERIAL = text(
    "SELECT p.policy_id, p.prefix, p.year, t.offices FROM policy_place p"
    " JOIN policy_text t ON t.policy_id = p.policy_id WHERE p.serial = :serial ORDER BY p.policy_id"
)


def find_candidates(
    session: Session, expression: Expression | None, filters: SearchFilters, *, today: date
) -> Found:
    """The first MOST_CANDIDATES policies for which the expression holds (None: all policies)."""
    connection = session.connection()
    dialect = connection.dialect.name
    statement = _ALL if expression is None else _STATEMENTS[dialect]
    words = _FTS5 if dialect == "sqlite" else _TSQUERY
    earliest, latest = _span(filters, today)
    parameters = {
        "wanted": "" if expression is None else expression.render(words),
        "today": today.toordinal(),
        "earliest": earliest,
        "latest": latest,
        "most": MOST_CANDIDATES + 1,
    }
    rows = connection.execute(statement, parameters).all()
    candidates = tuple(
        Candidate(
            policy_id=policy_id,
            expired=expires < today.toordinal(),
            nearness=nearness,
            title=title,
            audience=audience,
            body=body,
            offices=offices,
            labels=frozenset(labels.split()),
        )
        for policy_id, expires, nearness, title, audience, body, offices, labels in rows[:MOST_CANDIDATES]
    )
    return Found(candidates, more=len(rows) > MOST_CANDIDATES)


def _span(filters: SearchFilters, today: date) -> tuple[int, int]:
    """The last days in force that the filters allow, as ordinals."""
    if filters.in_force is None:
        return 0, NEVER
    return (today.toordinal(), NEVER) if filters.in_force else (0, today.toordinal() - 1)


def find_by_number(session: Session, number: DocumentNumber) -> list[int]:
    """Ids of the policies that bear a document number, those with exactly its prefix before similar ones."""
    rows = _numbered(session.connection(), number)
    exact = [row_id for row_id, prefix, _, _ in rows if prefix == number.prefix]
    if exact:
        return exact
    return [row_id for row_id, prefix, _, offices in rows if prefix_fits(number.prefix, prefix, offices)]


def _numbered(connection: Connection, number: DocumentNumber) -> list[tuple[int, str, int, str]]:
    if number.year == NO_YEAR and number.prefix:
        rows = connection.execute(_BY_SERIAL, {"serial": number.serial})
    else:
        rows = connection.execute(_BY_NUMBER, {"serial": number.serial, "years": [number.year]})
    return [(int(row[0]), str(row[1]), int(row[2]), str(row[3])) for row in rows]
