"""Figures: percentiles, and tables to read."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def show(title: str, result: Mapping[str, object]) -> None:
    """Print one benchmark's figures."""
    table = Table(title=title, title_justify="left", show_header=False)
    for name, value in result.items():
        table.add_row(name, _text(value))
    Console().print(table)


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {_text(inner)}" for name, inner in value.items())
    return str(value)
