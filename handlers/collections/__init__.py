"""Monthly collections of figures in chat: made by the office, handed in by bodies (M6, M13)."""

from handlers.collections import (
    correcting,
    drafts,
    filling,
    forming,
    organising,
    packing,
    returning,
    sheets,
    timing,
)
from handlers.routes import Routes

routes = Routes()
for part in (correcting, drafts, filling, forming, organising, packing, returning, sheets, timing):
    routes.join(part.routes)
