"""What the Bot API answers when it refuses."""

from __future__ import annotations

from simulator.shapes import Json


class BotApiError(Exception):
    """A refusal: HTTP `status`, Telegram's `description`, and its optional `parameters`."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def to_json(self) -> Json:
        """The body that a Bot API client receives."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class BrokenRule(BotApiError):
    """A refusal that the bot could have foreseen from the call alone; it is recorded as a violation."""


def broken_rule(words: str) -> BrokenRule:
    """A 400 for a call that breaks Telegram's rules whatever the state of the world."""
    return BrokenRule(400, f"Bad Request: {words}")


def bad_request(words: str, parameters: Json | None = None) -> BotApiError:
    """A 400 with Telegram's prefix."""
    return BotApiError(400, f"Bad Request: {words}", parameters)


def forbidden(words: str) -> BotApiError:
    """A 403 with Telegram's prefix."""
    return BotApiError(403, f"Forbidden: {words}")


def too_many_requests(retry_after: int) -> BotApiError:
    """A 429 that names the seconds to wait."""
    return BotApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def not_found() -> BotApiError:
    """The 404 for a method that does not exist."""
    return BotApiError(404, "Not Found")


def conflicting_poll() -> BotApiError:
    """The 409 for the older of two pollers."""
    words = "terminated by other getUpdates request; make sure that only one bot instance is running"
    return BotApiError(409, f"Conflict: {words}")


def conflicting_webhook() -> BotApiError:
    """The 409 for polling while a webhook is set."""
    words = (
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    return BotApiError(409, f"Conflict: {words}")
