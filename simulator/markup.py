"""What Telegram asks of keyboards beyond their types."""

from __future__ import annotations

from simulator.errors import broken_rule
from simulator.shapes import Json

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
_KINDS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


def check_inline(markup: Json) -> Json | None:
    """A checked inline keyboard without empty rows; None when nothing is left of it."""
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise broken_rule("reply markup is too long")
    for row in rows:
        if len(row) > MOST_IN_A_ROW:
            raise broken_rule("reply markup is too long")
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Json) -> None:
    if not str(button["text"]).strip():
        raise broken_rule(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    kinds = [kind for kind in _KINDS if button.get(kind) is not None]
    if not kinds:
        raise broken_rule(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(kinds) > 1:
        raise broken_rule("can't parse inline keyboard button: exactly one kind of button must be given")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://", "t.me/")):
        raise broken_rule(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def check_reply(markup: Json, *, is_private: bool) -> Json:
    """A checked reply keyboard, removal or forced reply."""
    rows = [row for row in markup.get("keyboard", []) if row]
    if "keyboard" not in markup:
        return markup
    if not rows:
        raise broken_rule("reply markup is empty")
    if sum(map(len, rows)) > 300 or any(len(row) > 12 for row in rows):
        raise broken_rule("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check_key(button, is_private=is_private)
    return markup | {"keyboard": rows}


def _check_key(button: Json | str, *, is_private: bool) -> None:
    if isinstance(button, str):
        if not button.strip():
            raise broken_rule("keyboard button text must be non-empty")
        return
    if not str(button["text"]).strip():
        raise broken_rule("keyboard button text must be non-empty")
    wishes = [name for name in button if name.startswith(("request_", "web_app")) and button[name]]
    if wishes and not is_private:
        name = {"request_contact": "phone number", "request_location": "location"}.get(wishes[0], "data")
        raise broken_rule(f"{name} can be requested in private chats only")
    if len(wishes) > 1:
        raise broken_rule("can't parse keyboard button: exactly one kind of button must be given")
