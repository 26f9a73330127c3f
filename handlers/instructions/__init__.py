"""Instructions of leaders in chat: given in two steps, reported back, answered with one tap (scenario 18)."""

from handlers.instructions import giving, showing
from handlers.routes import Routes

routes = Routes()
for part in (giving, showing):
    routes.join(part.routes)

__all__ = ["routes"]
