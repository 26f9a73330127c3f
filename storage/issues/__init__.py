"""Reported problems (M7, M8, M16, M17): one row each, in one list, whatever their module."""

from storage.issues.queries import (
    IssueFilter,
    count_issues,
    find_issue,
    find_issue_by_number,
    get_issue_for_update,
    list_enterprises,
    list_issues,
    search_issues,
)
from storage.issues.rows import OPEN_STATES, Issue, IssueAction, IssueState, Verdict

__all__ = [
    "OPEN_STATES",
    "Issue",
    "IssueAction",
    "IssueFilter",
    "IssueState",
    "Verdict",
    "count_issues",
    "find_issue",
    "find_issue_by_number",
    "get_issue_for_update",
    "list_enterprises",
    "list_issues",
    "search_issues",
]
