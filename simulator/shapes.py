"""The one shape that travels everywhere here: a JSON object as Telegram writes it."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def dumps(value: object) -> bytes:
    """Write JSON as compactly as Telegram does, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
