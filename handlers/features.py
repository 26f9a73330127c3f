"""The features of the assistant. A new one is added here, and nowhere else in the engine."""

from functools import cache

from handlers import (
    admin,
    agendas,
    assignments,
    boards,
    calendars,
    check_ins,
    collections,
    commitments,
    deliberations,
    digests,
    feeds,
    groups,
    helps,
    identity,
    inline,
    instructions,
    issues,
    leaves,
    meetings,
    menus,
    minutes,
    people,
    policies,
    quiet_times,
    reachability,
    receipts,
    speech,
    supervisions,
    todo,
    unopened,
)
from handlers.routes import Routes


@cache
def all_routes() -> Routes:
    """Every door of the house. Raises DoorTaken if two features claim the same."""
    joined = Routes()
    for feature in (
        identity,
        speech,
        policies,
        people,
        groups,
        admin,
        menus,
        reachability,
        meetings,
        calendars,
        feeds,
        quiet_times,
        check_ins,
        minutes,
        agendas,
        commitments,
        collections,
        issues,
        boards,
        supervisions,
        deliberations,
        instructions,
        assignments,
        receipts,
        digests,
        helps,
        leaves,
        inline,
        todo,
        unopened,
    ):
        joined.join(feature.routes)
    return joined
