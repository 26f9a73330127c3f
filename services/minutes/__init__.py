"""Minutes: written by the office, signed off by the chair, then assignments; what became of them (M14)."""

from services.minutes.drafting import (
    amend_item,
    begin_minutes,
    find_incomplete,
    get_item,
    read_document,
    remove_item,
    rewrite,
    write_minutes,
)
from services.minutes.following import FollowedUp, Progress, follow_up
from services.minutes.outcomes import MinutesRefused
from services.minutes.signing import chair_of, return_minutes, sign_minutes, signed_on, submit_minutes

__all__ = [
    "FollowedUp",
    "MinutesRefused",
    "Progress",
    "amend_item",
    "begin_minutes",
    "chair_of",
    "find_incomplete",
    "follow_up",
    "get_item",
    "read_document",
    "remove_item",
    "return_minutes",
    "rewrite",
    "sign_minutes",
    "signed_on",
    "submit_minutes",
    "write_minutes",
]
