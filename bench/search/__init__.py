"""How well and how fast policies are found: our search beside LIKE, FTS5 trigrams and rapidfuzz."""

from bench.search.report import run
from bench.search.sets import read_queries

__all__ = ["read_queries", "run"]
