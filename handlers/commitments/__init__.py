"""Commitments in chat: entered by the office, carried out and reported by whoever answers for them (M15)."""

from handlers.commitments import entering, showing
from handlers.routes import Routes

routes = Routes()
for part in (entering, showing):
    routes.join(part.routes)
