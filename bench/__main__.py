"""`make bench`: every benchmark, as tables and as one JSON file in bench/results/."""

import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import broadcast, reminders, search, taps, throughput, todo
from bench.figures import show

RESULTS = Path(__file__).with_name("results")
BENCHMARKS = {
    "throughput": throughput.run,
    "taps": taps.run,
    "broadcast": broadcast.run,
    "reminders": reminders.run,
    "search": search.run,
    "todo": todo.run,
}
THEIR_OWN_TABLES = ("search",)
"""These print what they find as they go."""


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    results: dict[str, object] = {"python": platform.python_version(), "machine": platform.machine()}
    for name, run in BENCHMARKS.items():
        if not names or name in names:
            found = run()
            if name not in THEIR_OWN_TABLES:
                show(name, found)
            results[name] = found
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(results, ensure_ascii=False, indent=2), encoding="utf-8")
    print(path)


main(sys.argv[1:])
