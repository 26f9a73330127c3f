"""Free text that names a person: who that is, and how to reach them as far as one may know (scenario 35)."""

from handlers.routes import Routes
from handlers.turn import Turn
from services.people import people_asked_about, show_person

routes = Routes()


@routes.finder("people")
def find_people(turn: Turn, words: str) -> dict[str, object] | None:
    """The people with this name, each as the one who asks may see them."""
    found = people_asked_about(turn.session, words)
    if not found:
        return None
    viewer = turn.hats
    return {
        "profiles": [
            show_person(turn.session, person, viewer=viewer, on=turn.today, now=turn.now) for person in found
        ]
    }
