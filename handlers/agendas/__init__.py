"""Agendas in chat: drafted from what is open, changed by the office, sent to whoever is called (M14)."""

from handlers.agendas import editing, showing
from handlers.routes import Routes

__all__ = ["routes"]

routes = Routes()
for part in (showing, editing):
    routes.join(part.routes)
