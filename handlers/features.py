"""The features of the assistant. A new one is added here, and nowhere else in the engine."""

from functools import cache

from handlers import admin, groups, identity, menus, people, reachability, speech
from handlers.routes import Routes


@cache
def all_routes() -> Routes:
    """Every door of the house. Raises DoorTaken if two features claim the same."""
    joined = Routes()
    for feature in (identity, speech, people, groups, admin, menus, reachability):
        joined.join(feature.routes)
    return joined
