"""Files that ship with the product (storage/data/)."""

import tomllib
from importlib.resources import files


def packaged_text(*path: str) -> str:
    """The text of a packaged file, e.g. `packaged_text("demo", "roster.csv")`."""
    return files("storage").joinpath("data", *path).read_text("utf-8")


def packaged_toml(*path: str) -> dict[str, object]:
    """A packaged TOML file, parsed."""
    return tomllib.loads(packaged_text(*path))
