"""Problems: reported, routed, taken on, solved, judged (M7, M8, M16, M17)."""

from services.issues.acting import SUBJECT, Acted, act_on_issue, check_action, moved
from services.issues.clocks import is_overdue, start_clock, workdays_left
from services.issues.co_reporting import AlreadyReported, endorse_issue, list_reporters
from services.issues.conditions import When
from services.issues.drafts import FIELDS, Draft, read_draft
from services.issues.finding import (
    IssuePage,
    IssueView,
    Wish,
    find_by_number,
    find_by_words,
    list_open_of,
    list_page,
    list_views,
    list_waiting,
)
from services.issues.guessing import is_opener, mask_for_everybody, split_inline_report
from services.issues.judging import has_judged
from services.issues.likeness import Similar, find_similar
from services.issues.merging import (
    Merged,
    Merging,
    NotMergeable,
    find_kept,
    list_merge_candidates,
    merge_issues,
    plan_merging,
)
from services.issues.occasion import (
    ActionNotNow,
    ActionNotYours,
    IssueMoved,
    IssueNotFound,
    NothingTold,
    Occasion,
    TextMissing,
)
from services.issues.pressing import SOON_WORKDAYS, Marks, marks_at
from services.issues.relaying import (
    RELAY,
    Relayed,
    confirm_relay,
    drop_relay,
    lapse_relay,
    read_relay,
    relay_report,
)
from services.issues.reporting import Submitted, matter_of, submit_issue
from services.issues.seeing import actors_of, may_see, view_issue
from services.issues.telling import Chase, chase_overdue, list_holders, list_judges
from services.issues.transitions import (
    TRANSITIONS,
    Actor,
    Clock,
    Need,
    NextLead,
    NextOwner,
    Transition,
    list_allowed,
    list_rows,
)

__all__ = [
    "FIELDS",
    "RELAY",
    "SOON_WORKDAYS",
    "SUBJECT",
    "TRANSITIONS",
    "Acted",
    "ActionNotNow",
    "ActionNotYours",
    "Actor",
    "AlreadyReported",
    "Chase",
    "Clock",
    "Draft",
    "IssueMoved",
    "IssueNotFound",
    "IssuePage",
    "IssueView",
    "Marks",
    "Merged",
    "Merging",
    "Need",
    "NextLead",
    "NextOwner",
    "NotMergeable",
    "NothingTold",
    "Occasion",
    "Relayed",
    "Similar",
    "Submitted",
    "TextMissing",
    "Transition",
    "When",
    "Wish",
    "act_on_issue",
    "actors_of",
    "chase_overdue",
    "check_action",
    "confirm_relay",
    "drop_relay",
    "endorse_issue",
    "find_by_number",
    "find_by_words",
    "find_kept",
    "find_similar",
    "has_judged",
    "is_opener",
    "is_overdue",
    "lapse_relay",
    "list_allowed",
    "list_holders",
    "list_judges",
    "list_merge_candidates",
    "list_open_of",
    "list_page",
    "list_reporters",
    "list_rows",
    "list_views",
    "list_waiting",
    "marks_at",
    "mask_for_everybody",
    "matter_of",
    "may_see",
    "merge_issues",
    "moved",
    "plan_merging",
    "read_draft",
    "read_relay",
    "relay_report",
    "split_inline_report",
    "start_clock",
    "submit_issue",
    "view_issue",
    "workdays_left",
]
