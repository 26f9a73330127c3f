"""Minutes in chat: written by the office, signed off by the chair, sent out, followed up (scenario 25)."""

from handlers.minutes import issuing, items, reading, returning, writing
from handlers.routes import Routes

__all__ = ["routes"]

routes = Routes()
for part in (writing, items, issuing, returning, reading):
    routes.join(part.routes)
