"""Latency on synthetic lists, with the queries of the sets and with words, slips and pinyin of the titles."""

import time
from collections.abc import Sequence
from random import Random

from bench.figures import percentile
from bench.search.clock import NOW
from bench.search.contenders import OURS, Engine, engines, read_rows
from bench.search.sets import SETS, empty_database, read_queries
from bench.synthetic_policies import synthetic_policies
from storage.policies import add_policies, prepare_search
from storage.policies.sounds import sound_of

SIZES = (10_000, 100_000)
GENERATED = 200
SAMPLE = 40
"""So many queries show how slow the other engines are; all of them would take half an hour."""
Times = dict[str, float]


def measure_size(size: int) -> dict[str, Times]:
    """Milliseconds by engine; ours also with the seconds for building the index."""
    with empty_database() as database:
        started = time.perf_counter()
        with database.begin() as session:
            add_policies(session, list(synthetic_policies(size)), now=NOW)
        built = time.perf_counter() - started
        with database.begin() as session:
            prepare_search(session)
            titles = [title for _, title, _, _ in read_rows(session)]
            queries = _typed() + _generated(titles)
            sample = Random(1).sample(queries, SAMPLE)
            found = {
                name: _timed(engine, queries if name == OURS else sample)
                for name, engine in engines(session).items()
            }
    found[OURS]["build_s"] = built
    return found


def _typed() -> list[str]:
    return [entry["query"] for one in SETS for entry in read_queries(one.queries)]


def _timed(engine: Engine, queries: Sequence[str]) -> Times:
    for query in queries[:20]:
        engine(query)
    times = []
    for query in queries:
        started = time.perf_counter()
        engine(query)
        times.append((time.perf_counter() - started) * 1000)
    return {"p50": percentile(times, 0.5), "p99": percentile(times, 0.99), "max": max(times)}


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
