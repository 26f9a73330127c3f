"""Assignments in chat: made by the office, signed for, carried out, reported (M2, scenario 18)."""

from handlers.assignments import acting, forming, reminding, showing
from handlers.routes import Routes

routes = Routes()
for part in (showing, forming, acting, reminding):
    routes.join(part.routes)

__all__ = ["routes"]
