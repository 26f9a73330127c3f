"""Meetings in chat: the list, the form, the call, the office's card, and what happens by itself (M13)."""

from handlers.meetings import creating, facts, listing, organising, replying, rounds, waiting
from handlers.routes import Routes

routes = Routes()
for part in (creating, facts, listing, organising, replying, rounds, waiting):
    routes.join(part.routes)
