"""Listed supervision of problems: listing, receipts, progress, verification, the end (M16, scenario 10)."""

from services.supervisions.clocks import (
    ASK,
    OVERDUE,
    SILENT,
    WARN,
    is_current_row,
    plan_next_chase,
)
from services.supervisions.listing import (
    LONGEST,
    SUBJECT,
    Listed,
    check_day,
    check_words,
    list_for_supervision,
)
from services.supervisions.outcomes import (
    DeadlinePast,
    SupervisionMoved,
    SupervisionNotFound,
    TooManyDays,
    WordsMissing,
    WordsTooLong,
)
from services.supervisions.seeing import (
    list_answering,
    list_helping,
    list_possible_leaders,
    list_watching,
    list_working,
    may_see_supervision,
    view_supervision,
)
from services.supervisions.verifying import (
    delist,
    extension_left,
    fail_verification,
    follow_issue,
    note_progress,
    pass_verification,
    submit_solution,
)

__all__ = [
    "ASK",
    "LONGEST",
    "OVERDUE",
    "SILENT",
    "SUBJECT",
    "WARN",
    "DeadlinePast",
    "Listed",
    "SupervisionMoved",
    "SupervisionNotFound",
    "TooManyDays",
    "WordsMissing",
    "WordsTooLong",
    "check_day",
    "check_words",
    "delist",
    "extension_left",
    "fail_verification",
    "follow_issue",
    "is_current_row",
    "list_answering",
    "list_for_supervision",
    "list_helping",
    "list_possible_leaders",
    "list_watching",
    "list_working",
    "may_see_supervision",
    "note_progress",
    "pass_verification",
    "plan_next_chase",
    "submit_solution",
    "view_supervision",
]
