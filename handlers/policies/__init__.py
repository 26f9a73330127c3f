"""The applicable policy list in chat (M18): looked up, kept, announced, asked about, cited, reckoned with."""

from handlers.policies import (
    announcing,
    answering,
    asking,
    citing,
    ending,
    entering,
    exporting,
    feeding,
    filling,
    importing,
    keeping,
    listing,
    reckoning,
    showing,
    subscribing,
)
from handlers.policies.ending import DAILY as LAST_DAYS
from handlers.policies.ending import plan_policies
from handlers.routes import Routes

__all__ = ["LAST_DAYS", "plan_policies", "routes"]

routes = Routes()
for room in (
    listing,
    showing,
    filling,
    entering,
    exporting,
    feeding,
    importing,
    announcing,
    ending,
    subscribing,
    answering,
    asking,
    citing,
    keeping,
    reckoning,
):
    routes.join(room.routes)
