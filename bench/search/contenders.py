"""What answers a query in a comparison: our search, and what one might take instead."""

import sqlite3
from collections.abc import Callable

from rapidfuzz import fuzz, process
from sqlmodel import Session, col, select

from bench.search.clock import TODAY
from storage.policies import Policy, search_policies

Engine = Callable[[str], list[str]]
"""The external ids of the first five policies for a query."""
Row = tuple[str, str, str, str]
"""External id, title, summary, document number."""
OURS = "ours"


def engines(session: Session) -> dict[str, Engine]:
    """Every engine over the policies of the session's database, by name."""
    rows = read_rows(session)
    return {
        OURS: lambda query: _ours(session, query),
        "like": _like(rows),
        "trigram": _trigram(rows),
        "rapidfuzz": _rapidfuzz(rows),
    }


def read_rows(session: Session) -> list[Row]:
    """What the other engines search."""
    columns = select(Policy.external_id, Policy.title, Policy.summary, Policy.document_number)
    found = session.exec(columns.order_by(col(Policy.id)))
    return [
        (external_id or title, title, summary, number or "") for external_id, title, summary, number in found
    ]


def _ours(session: Session, query: str) -> list[str]:
    hits = search_policies(session, query, today=TODAY).hits
    return [hit.policy.external_id or hit.policy.title for hit in hits]


def _like(rows: list[Row]) -> Engine:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE p (id, title, summary, number)")
    connection.executemany("INSERT INTO p VALUES (?, ?, ?, ?)", rows)

    def search(query: str) -> list[str]:
        words = [f"%{word}%" for word in query.split()] or ["%"]
        each = " AND ".join("title || summary || number LIKE ?" for _ in words)
        found = connection.execute(
            f"SELECT id FROM p WHERE {each} ORDER BY title LIKE ? DESC LIMIT 5", [*words, words[0]]
        )
        return [str(row[0]) for row in found]

    return search


def _trigram(rows: list[Row]) -> Engine:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE p USING fts5(id UNINDEXED, title, summary, number, tokenize='trigram')"
    )
    connection.executemany("INSERT INTO p VALUES (?, ?, ?, ?)", rows)

    def search(query: str) -> list[str]:
        wanted = " AND ".join('"' + word.replace('"', '""') + '"' for word in query.split())
        found = connection.execute("SELECT id FROM p WHERE p MATCH ? ORDER BY rank LIMIT 5", [wanted or '""'])
        return [str(row[0]) for row in found]

    return search


def _rapidfuzz(rows: list[Row]) -> Engine:
    titles = [row[1] for row in rows]

    def search(query: str) -> list[str]:
        found = process.extract(query, titles, scorer=fuzz.partial_ratio, limit=5, score_cutoff=50)
        return [rows[at][0] for _, _, at in found]

    return search
