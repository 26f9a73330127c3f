"""What somebody on leave still has to sign: brought to who stands in, and back (scenarios 10, 12)."""

from handlers.turn import Turn
from services.assignments import SUBJECT as ASSIGNMENT
from services.supervisions import SUBJECT as SUPERVISION
from storage.leaves import Leave
from storage.people import Person
from storage.receipts import list_owed_by


def bring_receipts(turn: Turn, leave: Leave, to: Person) -> int:
    """Send somebody the cards of what the absent person still has to sign; returns how many there are."""
    owed = list_owed_by(turn.session, [leave.person_id], ASSIGNMENT, SUPERVISION)
    for receipt in owed:
        turn.send_card(to, receipt.subject_kind, receipt.subject_id)
    return len(owed)


def refresh_receipts(turn: Turn, leave: Leave) -> None:
    """Who may sign has changed."""
    for receipt in list_owed_by(turn.session, [leave.person_id], ASSIGNMENT, SUPERVISION):
        turn.refresh_cards(receipt.subject_kind, receipt.subject_id)
