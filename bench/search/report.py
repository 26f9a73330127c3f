"""Runs the comparison and prints it, saying what it is at."""

import time
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bench.search.contenders import OURS
from bench.search.latency import SIZES, measure_size
from bench.search.sets import SETS, Scores, judge_set

Figures = dict[str, dict[str, dict[str, Mapping[str, object]]]]


def run(sizes: Sequence[int] = SIZES) -> Figures:
    """All figures: quality by set, engine and kind of query; latency in ms by size and engine."""
    console, started = Console(), time.perf_counter()
    figures: Figures = {"quality": {}, "latency": {}}

    def say(what: str) -> None:
        console.print(f"[dim]{time.perf_counter() - started:5.0f} s  {what}[/dim]")

    for one in SETS:
        say(f"queries: {one.name}")
        scores = judge_set(one)
        figures["quality"][one.name] = dict(scores)
        console.print(_quality_table(one.name, scores))
    for size in sizes:
        say(f"{size:,} policies: building, then searching")
        times = measure_size(size)
        figures["latency"][str(size)] = dict(times)
        console.print(_latency_table(size, times))
    say("done")
    return figures


def _quality_table(name: str, engines: dict[str, Scores]) -> Table:
    """Ours by kind of query, the others in one line each."""
    table = Table("engine", "kind", "n", "hit@1", "hit@5", "MRR", title=f"Search: {name}")
    for engine, kinds in engines.items():
        shown = sorted(kinds) if engine == OURS else ["all"]
        for kind in shown:
            score = kinds[kind]
            cells = (f"{score[place]:.3f}" for place in ("hit@1", "hit@5", "mrr"))
            table.add_row(engine, kind, f"{score['queries']:.0f}", *cells)
    return table


def _latency_table(size: int, engines: Mapping[str, Mapping[str, float]]) -> Table:
    table = Table("engine", "p50 ms", "p99 ms", "max ms", title=f"Search among {size:,} policies")
    for engine, times in engines.items():
        table.add_row(engine, *(f"{times[name]:.2f}" for name in ("p50", "p99", "max")))
    return table
