"""Report a problem, and what becomes of it: drafts, cards, actions, lists, clocks, inline mode."""

from handlers.issues import (
    acts,
    agreeing,
    appointing,
    asking,
    clocking,
    collecting,
    copying,
    deciding,
    following,
    inline,
    listing,
    merging,
    pickers,
    relaying,
    reminding,
    showing,
    similar,
    submitting,
    unaccepted,
    urging,
)
from handlers.routes import Routes

routes = Routes()
PARTS = (
    collecting, pickers, submitting, similar, showing, acts, asking, deciding, following, agreeing, merging,
    listing, clocking, inline, relaying, reminding, appointing, urging, unaccepted, copying,
)  # fmt: skip
for part in PARTS:
    routes.join(part.routes)

__all__ = ["routes"]
