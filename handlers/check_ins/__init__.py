"""Check-in in chat: the picture with the code, what people type or scan, the sheet, make-up (scenario 24)."""

from handlers.check_ins import arriving, desk, sheets
from handlers.routes import Routes

__all__ = ["routes"]

routes = Routes()
for part in (desk, arriving, sheets):
    routes.join(part.routes)
