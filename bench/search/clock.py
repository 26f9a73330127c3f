"""The day on which all searches of the benchmark happen: some example policies have expired by then."""

from datetime import UTC, date, datetime

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TODAY = date(2026, 11, 23)
