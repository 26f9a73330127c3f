"""/admin: what the office and the administrators look after in chat (M1, scenarios 37, 39)."""

from handlers.admin import inviting, menu, parked, ties, unbound
from handlers.routes import Routes

__all__ = ["routes"]

routes = Routes()
for part in (menu, inviting, unbound, parked, ties):
    routes.join(part.routes)
