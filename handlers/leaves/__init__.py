"""Leave in chat: entered from /me, accepted by who stands in, ended by itself (M8, scenario 12)."""

from handlers.leaves import answering, entering, showing, timing, waiting
from handlers.routes import Routes

routes = Routes()
for part in (entering, showing, answering, timing, waiting):
    routes.join(part.routes)

__all__ = ["routes"]
