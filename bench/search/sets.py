"""Quality: sets of queries with what they should find, each over its lists of policies."""

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from bench.search.clock import NOW
from bench.search.contenders import Engine, engines
from services.policies import import_policies, load_demo_policies
from storage.database import Database
from storage.migrate import migrate
from storage.policies import prepare_search

DATA = Path(__file__).parents[1] / "data"
QUERIES = DATA / "queries.csv"
SECOND, THIRD, FIFTH = (DATA / f"{name}_policies.csv" for name in ("second", "third", "fifth"))
Scores = dict[str, dict[str, float]]
"""Kind of query → hit@1, hit@5, mrr and the number of queries."""


@dataclass(frozen=True)
class QuerySet:
    """Queries over the shipped list and further ones."""

    name: str
    queries: Path
    lists: tuple[Path, ...] = ()


SETS = (
    QuerySet("shipped", QUERIES),
    QuerySet("held out", DATA / "held_out.csv"),
    QuerySet("second", DATA / "second_queries.csv", (SECOND,)),
    QuerySet("third", DATA / "third_queries.csv", (THIRD,)),
    QuerySet("fresh", DATA / "fresh_queries.csv", (SECOND, THIRD)),
    QuerySet("fourth", DATA / "fourth_queries.csv", (SECOND, THIRD)),
    QuerySet("fifth", DATA / "fifth_queries.csv", (FIFTH,)),
    QuerySet("absent", DATA / "absent_queries.csv", (SECOND, THIRD)),
)


def read_queries(path: Path = QUERIES) -> list[dict[str, str]]:
    """The example queries: query, kind, relevant_ids (blank: nothing may be found)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def judge_set(one: QuerySet) -> dict[str, Scores]:
    """The scores of every engine."""
    queries = read_queries(one.queries)
    with _stocked(one.lists) as session:
        prepare_search(session)
        return {name: _judge(engine, queries) for name, engine in engines(session).items()}


@contextmanager
def empty_database() -> Iterator[Database]:
    """A new database in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        migrate(database)
        yield database
        database.dispose()


@contextmanager
def _stocked(lists: Iterable[Path]) -> Iterator[Session]:
    with empty_database() as database:
        with database.begin() as session:
            load_demo_policies(session, now=NOW)
            for path in lists:
                import_policies(session, path, now=NOW, apply=True)
        with database.begin() as session:
            yield session


def _judge(engine: Engine, queries: Iterable[dict[str, str]]) -> Scores:
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
