"""The page about the life of a problem is written from the table."""

from storage.issues import IssueState
from tools.issues import PAGE, page


def test_the_page_is_that_of_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make docs"


def test_every_state_is_in_the_diagram() -> None:
    diagram = page().partition("```mermaid")[2].partition("```")[0]
    for state in IssueState:
        assert f"{state.value}" in diagram, state
