"""From a template and facts to a message: Telegram HTML and, below a line of `~~~`, its buttons.

In the button part every line is a row (one that begins with `+` goes on with the row above while
there is space), and the calls below put one button each into it:

    {{ tap(label, verb, id, argument) }}   an inline button that comes back as a press
    {{ link(label, url) }}                 an inline button that opens an address
    {{ share(label, query) }}              an inline button that offers an inline query in another chat
    {{ here(label, query) }}               an inline button that starts an inline query in this chat
    {{ key(label) }} {{ contact(label) }}  reply-keyboard buttons

A message without `~~~` has no keyboard of its own. Several blank lines become one.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from templates import filters
from templates.words import word, words

ROOT = Path(__file__).parent
KEYBOARD_LINE = "~~~"
CALLBACK_BYTES = 64
JOINING = "+"
MOST_IN_ROW, WIDEST_ROW = 3, 18
"""Buttons and characters that a phone shows side by side without cutting them."""
_MARK = "\x1f"
_BLANK_LINES = re.compile(r"\n{3,}")

Button = dict[str, object]
Keyboard = dict[str, object]


class CallbackTooLong(ValueError):
    """Callback data is limited to 64 bytes by Telegram."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be queued: Telegram HTML, and `reply_markup` or None."""

    text: str
    keyboard: Keyboard | None = None


def render(template: str, facts: dict[str, object]) -> Rendered:
    """Render `templates/<template>.j2`. Raises UndefinedError for a fact that is missing."""
    source = environment().get_template(f"{template}.j2").render(facts)
    text, _, buttons = source.partition(f"\n{KEYBOARD_LINE}")
    return Rendered(_BLANK_LINES.sub("\n\n", text.strip("\n")), _keyboard(buttons))


@cache
def environment() -> Environment:
    """The one Jinja environment: strict about facts, escaping everything."""
    found = Environment(
        loader=FileSystemLoader(ROOT),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    found.filters.update(filters.FILTERS, word=word)
    found.globals.update(words=words, tap=tap, link=link, share=share, here=here, key=key, contact=contact)
    return found


def callback_data(verb: str, subject: int | None = None, *arguments: object) -> str:
    """What a press sends back: `verb:id36:argument…`. Raises CallbackTooLong."""
    parts = [verb, "" if subject is None else base36(subject), *map(str, arguments)]
    data = ":".join(parts) if arguments or subject is not None else verb
    if len(data.encode()) > CALLBACK_BYTES:
        raise CallbackTooLong(data)
    return data


def base36(number: int) -> str:
    """`number` (not negative) in base 36."""
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if not number:
            return digits


def tap(label: object, verb: str, subject: int | None = None, *arguments: object) -> Markup:
    """An inline button that comes back as a press."""
    return _button(label, callback_data=callback_data(verb, subject, *arguments))


def link(label: object, url: str) -> Markup:
    """An inline button that opens an address."""
    return _button(label, url=url)


def share(label: object, query: str) -> Markup:
    """An inline button that offers `query` to the bot in a chat of the person's choice."""
    return _button(label, switch_inline_query=query)


def here(label: object, query: str) -> Markup:
    """An inline button that starts an inline query in this chat."""
    return _button(label, switch_inline_query_current_chat=query)


def key(label: object) -> Markup:
    """A reply-keyboard button: sends its own label."""
    return _button(label, reply=True)


def contact(label: object) -> Markup:
    """A reply-keyboard button that shares the sender's own number."""
    return _button(label, reply=True, request_contact=True)


def _button(label: object, **kind: object) -> Markup:
    text = Markup(str(label)).unescape()
    return Markup(_MARK + json.dumps({"text": text, **kind}, ensure_ascii=True) + _MARK)


def _keyboard(source: str) -> Keyboard | None:
    rows = _rows(source)
    if not rows:
        return None
    if any(button.pop("reply", False) for row in rows for button in row):
        for row in rows:
            for button in row:
                button.pop("reply", None)
        return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}
    return {"inline_keyboard": rows}


def _rows(source: str) -> list[list[Button]]:
    rows: list[list[Button]] = []
    for line in source.splitlines():
        row = _row(line)
        if line.lstrip().startswith(JOINING) and rows and _fits([*rows[-1], *row]):
            rows[-1].extend(row)
        elif row:
            rows.append(row)
    return rows


def _fits(row: list[Button]) -> bool:
    return len(row) <= MOST_IN_ROW and sum(len(str(button["text"])) for button in row) <= WIDEST_ROW


def _row(line: str) -> list[Button]:
    return [json.loads(part) for part in line.split(_MARK)[1::2]]
