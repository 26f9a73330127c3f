"""Help of service lines in chat: asked for, answered, material brought, judged, chased (M4, scenario 14)."""

from handlers.helps import answering, asking, bringing, following, rating, showing, timing, waiting
from handlers.routes import Routes

routes = Routes()
for part in (asking, showing, answering, bringing, rating, following, timing, waiting):
    routes.join(part.routes)

__all__ = ["routes"]
