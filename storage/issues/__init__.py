"""Reported problems (M7, M8, M16, M17): one row each, in one list, whatever their module."""

from storage.issues.counts import ClosedCount, OpenCount, count_closed, count_open, count_reported
from storage.issues.parties import (
    IssueParty,
    PartyKind,
    add_party,
    end_parties,
    list_parties,
    list_parties_of_all,
)
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
from storage.issues.requests import (
    Decider,
    IssueRequest,
    RequestKind,
    RequestState,
    find_request,
    list_open_requests,
    list_requests,
)
from storage.issues.rows import MODULES, OPEN_STATES, Issue, IssueAction, IssueState, Verdict

__all__ = [
    "MODULES",
    "OPEN_STATES",
    "ClosedCount",
    "Decider",
    "Issue",
    "IssueAction",
    "IssueFilter",
    "IssueParty",
    "IssueRequest",
    "IssueState",
    "OpenCount",
    "PartyKind",
    "RequestKind",
    "RequestState",
    "Verdict",
    "add_party",
    "count_closed",
    "count_issues",
    "count_open",
    "count_reported",
    "end_parties",
    "find_issue",
    "find_issue_by_number",
    "find_request",
    "get_issue_for_update",
    "list_enterprises",
    "list_issues",
    "list_open_requests",
    "list_parties",
    "list_parties_of_all",
    "list_requests",
    "search_issues",
]
