"""Report a problem, and what becomes of it: drafts, cards, actions, lists, clocks, inline mode."""

from handlers.issues import (
    acts,
    clocking,
    collecting,
    following,
    inline,
    listing,
    pickers,
    showing,
    submitting,
)
from handlers.routes import Routes

routes = Routes()
for part in (collecting, pickers, submitting, showing, acts, following, listing, clocking, inline):
    routes.join(part.routes)

__all__ = ["routes"]
