"""Items for the leading group in chat: three lines, one tap, the decision word for word (M2, M16)."""

from handlers.deliberations import deciding, showing
from handlers.routes import Routes

routes = Routes()
for part in (showing, deciding):
    routes.join(part.routes)

__all__ = ["routes"]
