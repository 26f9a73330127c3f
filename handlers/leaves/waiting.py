"""What of leave waits for a person: being asked to stand in, and having nobody who does."""

from handlers.routes import Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.leaves import list_led
from storage.leaves import LeaveState, list_leaves_of, list_stand_in_duties
from storage.people import get_person

routes = Routes()


@routes.todo("leaves")
def waiting(turn: Turn) -> list[WaitingItem]:
    """Who asks me to stand in; my own leave that somebody declined to stand in for."""
    asked = list_stand_in_duties(turn.session, turn.my_id, LeaveState.ASKED)
    declined = [
        leave for leave in list_leaves_of(turn.session, turn.my_id) if leave.state == LeaveState.DECLINED
    ]
    return [
        WaitingItem(
            "leaves/todo",
            Light.YELLOW,
            None,
            {
                "leave": leave,
                "person": get_person(turn.session, leave.person_id),
                "is_mine": leave.person_id == turn.my_id,
                "count": len(list_led(turn.session, leave.person_id)),
            },
        )
        for leave in (*asked, *declined)
    ]
