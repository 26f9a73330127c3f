"""What the page lets a person do; importing this package registers every act."""

from simulator.page_api.acts import belonging, talking
from simulator.page_api.acts.act import Act, perform

__all__ = ["Act", "belonging", "perform", "talking"]
