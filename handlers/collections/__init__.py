"""Monthly collections of figures in chat: made by the office, handed in by bodies (M6, M13)."""

from handlers.collections import forming, organising, returning, timing
from handlers.routes import Routes

routes = Routes()
for part in (forming, organising, returning, timing):
    routes.join(part.routes)
