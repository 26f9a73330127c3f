"""What inline mode offers: each feature answers behind the door `routes.offer`, inline.py shows it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Offer:
    """One result. `template` holds title, description and, below a line of `===`, the message to be sent.

    `id` is `<door>:<argument>`, at most 64 bytes: the door whose `routes.pick` is told when it is sent.
    """

    id: str
    template: str
    facts: dict[str, object] = field(default_factory=dict)
