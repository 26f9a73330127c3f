"""How well and how fast policies are found: our search beside LIKE, FTS5 trigrams and rapidfuzz.

Quality is measured on the shipped policy list with bench/data/queries.csv; latency on synthetic lists, with
the same queries and with words, slips and pinyin taken from the synthetic titles.
"""

import csv
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from bench.synthetic_policies import synthetic_policies
from services.policies import load_demo_policies
from storage.database import Database
from storage.migrate import migrate
from storage.policies import add_policies, list_policies, prepare_search, search_policies
from storage.policies.sounds import sound_of

QUERIES = Path(__file__).with_name("data") / "queries.csv"
HELD_OUT = QUERIES.with_name("held_out.csv")
"""Queries that were written after the search, and that nobody has tuned it on. Keep it so: whoever learns
from one of them takes it out."""
SIZES = (10_000, 100_000)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
TODAY = date(2026, 11, 23)
GENERATED = 200
ABSENT = "absent"
Engine = Callable[[str], list[str]]
"""The external ids of the first five policies for a query."""
Figures = dict[str, dict[str, dict[str, float]]]


def run(sizes: Sequence[int] = SIZES) -> dict[str, Figures]:
    """All figures: quality by engine and kind of query, latency in ms by size and engine."""
    figures: dict[str, Figures] = {
        "quality": _quality(QUERIES),
        "held out": _quality(HELD_OUT),
        "latency": {},
    }
    for size in sizes:
        figures["latency"][str(size)] = _latency(size)
    _print(figures)
    return figures


def _quality(path: Path) -> dict[str, dict[str, dict[str, float]]]:
    queries = read_queries(path)
    with tempfile.TemporaryDirectory() as folder:
        database = _database(Path(folder))
        with database.begin() as session:
            load_demo_policies(session, now=NOW)
        with database.begin() as session:
            engines = _engines(session)
            found = {name: _judge(engine, queries) for name, engine in engines.items()}
        database.dispose()
    return found


def read_queries(path: Path = QUERIES) -> list[dict[str, str]]:
    """The example queries: query, kind, relevant_ids (blank: nothing may be found)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _judge(engine: Engine, queries: Iterable[dict[str, str]]) -> dict[str, dict[str, float]]:
    ranks: defaultdict[str, list[int]] = defaultdict(list)
    for entry in queries:
        relevant = set(filter(None, entry["relevant_ids"].split(";")))
        found = engine(entry["query"])
        rank = next((at for at, one in enumerate(found, start=1) if one in relevant), 0)
        ranks[entry["kind"]].append(rank if relevant else int(not found))
        ranks["all"].append(ranks[entry["kind"]][-1])
    return {kind: _scores(places) for kind, places in ranks.items()}


def _scores(places: list[int]) -> dict[str, float]:
    return {
        "queries": float(len(places)),
        "hit@1": sum(place == 1 for place in places) / len(places),
        "hit@5": sum(0 < place <= 5 for place in places) / len(places),
        "mrr": sum(1 / place for place in places if place) / len(places),
    }


def _latency(size: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        database = _database(Path(folder))
        started = time.perf_counter()
        with database.begin() as session:
            add_policies(session, list(synthetic_policies(size)), now=NOW)
        built = time.perf_counter() - started
        with database.begin() as session:
            titles = [policy.title for policy in list_policies(session)]
        queries = [entry["query"] for entry in read_queries()] + _generated(titles)
        with database.begin() as session:
            engines = _engines(session)
            prepare_search(session)
            found = {name: _timed(engine, queries) for name, engine in engines.items()}
        database.dispose()
    found["ours"]["build_s"] = built
    return found


def _timed(engine: Engine, queries: Sequence[str]) -> dict[str, float]:
    for query in queries[:20]:
        engine(query)
    times = []
    for query in queries:
        started = time.perf_counter()
        engine(query)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return {"p50": times[len(times) // 2], "p99": times[int(len(times) * 0.99)], "max": times[-1]}


def _generated(titles: Sequence[str]) -> list[str]:
    """Parts of titles as they are, with a character that sounds the same, in pinyin, and by initials."""
    random = Random(2)
    queries = []
    for number in range(GENERATED):
        title = random.choice(titles)
        start = random.randrange(max(1, len(title) - 5))
        part = title[start : start + random.choice((2, 3, 4, 6))]
        sound = sound_of(part)
        other = random.choice(titles)
        slipped = part[:1] + other[len(other) // 2] + part[2:]
        initials = "".join(syllable[0] for syllable in sound.split())
        queries.append((part, slipped, sound, sound.replace(" ", ""), initials)[number % 5])
    return queries


def _database(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / 'bench.db'}")
    migrate(database)
    return database


def _engines(session: Session) -> dict[str, Engine]:
    rows = [
        (policy.external_id or policy.code, policy.title, policy.summary, policy.document_number or "")
        for policy in list_policies(session)
    ]
    return {
        "ours": lambda query: _ours(session, query),
        "like": _like(rows),
        "trigram": _trigram(rows),
        "rapidfuzz": _rapidfuzz(rows),
    }


def _ours(session: Session, query: str) -> list[str]:
    hits = search_policies(session, query, today=TODAY).hits
    return [hit.policy.external_id or hit.policy.code for hit in hits]


Row = tuple[str, str, str, str]


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


def _print(figures: dict[str, Figures]) -> None:
    console = Console()
    for name in ("quality", "held out"):
        _print_quality(console, name, figures[name])
    latency = Table("policies", "engine", "p50 ms", "p99 ms", "max ms", title="Search latency")
    for size, engines in figures["latency"].items():
        for engine, times in engines.items():
            latency.add_row(size, engine, *(f"{times[name]:.2f}" for name in ("p50", "p99", "max")))
    console.print(latency)


def _print_quality(console: Console, name: str, figures: Figures) -> None:
    title = f"Search: {name}, shipped list"
    quality = Table("engine", "kind", "n", "hit@1", "hit@5", "MRR", title=title)
    for engine, kinds in figures.items():
        for kind, score in sorted(kinds.items()):
            cells = (f"{score[place]:.3f}" for place in ("hit@1", "hit@5", "mrr"))
            quality.add_row(engine, kind, f"{score['queries']:.0f}", *cells)
    console.print(quality)


if __name__ == "__main__":
    run()
