"""Check-in on the day of a meeting: codes, lateness, make-up, the attendance sheet (M14, scenario 24)."""

from services.check_ins.arriving import (
    CheckInRefused,
    Presence,
    Window,
    check_in,
    code_of,
    find_by_code,
    make_up,
    open_desk,
    window_of,
)
from services.check_ins.counting import (
    Attended,
    BodyCount,
    SheetRow,
    attended_of,
    count_by_body,
    has_ended,
    list_sheet,
)

__all__ = [
    "Attended",
    "BodyCount",
    "CheckInRefused",
    "Presence",
    "SheetRow",
    "Window",
    "attended_of",
    "check_in",
    "code_of",
    "count_by_body",
    "find_by_code",
    "has_ended",
    "list_sheet",
    "make_up",
    "open_desk",
    "window_of",
]
