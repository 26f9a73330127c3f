"""The JSON interface of the browser page: what one sees, what one does, the clock."""

from simulator.page_api.routes import page_application

__all__ = ["page_application"]
