"""Who is who in chat: accounts and people, requests, /start, /me, /help, /cancel (M1, scenario 37)."""

from handlers.identity import about, proving, requests, starting
from handlers.routes import Routes

__all__ = ["routes"]

routes = Routes()
for part in (starting, proving, requests, about):
    routes.join(part.routes)
