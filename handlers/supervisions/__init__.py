"""Listed supervision in chat: the form of listing, receipts, progress, verification (M16, scenario 10)."""

from handlers.routes import Routes
from handlers.supervisions import clocking, following, forming, showing, verifying

routes = Routes()
for part in (showing, forming, verifying, following, clocking):
    routes.join(part.routes)

__all__ = ["routes"]
