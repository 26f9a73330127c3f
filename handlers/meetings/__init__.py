"""Meetings in chat: the list, the form, the call, the office's card, and what happens by itself (M13)."""

from handlers.meetings import (
    creating,
    deciding,
    drafts,
    facts,
    listing,
    organising,
    overview,
    papers,
    replying,
    requesting,
    rounds,
    snoozing,
    timing,
    waiting,
)
from handlers.routes import Routes

routes = Routes()
for part in (
    creating, drafts, facts, listing, organising, overview, papers, deciding, replying, requesting, rounds,
    timing, snoozing, waiting,
):  # fmt: skip
    routes.join(part.routes)
