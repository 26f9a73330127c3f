"""Living cards: show, refresh, move. A matter has one living copy per chat; edits that wait collapse."""

import re
from typing import TYPE_CHECKING

from handlers.posting import Destination, Manner, message_content, post_call, post_edit, post_message
from storage import cards as card_rows
from storage import outbox
from storage.base import require_id, type_json
from storage.cards import Card
from storage.outbox import Priority
from storage.people import Person, get_person
from templates import Rendered

if TYPE_CHECKING:
    from handlers.turn import Turn

CODE = re.compile(r"<code>([A-Z]{2}-[0-9-]+)</code>")
"""The number under which a card shows its matter."""


def show(
    turn: "Turn", kind: str, subject_id: int, to: Destination, reader: Person | None, *, manner: Manner
) -> Card | None:
    """Send a new copy; older ones there say in a line that there is a newer. None if nothing is to show.

    Where it cannot arrive only the outbox knows of it: there is no copy to keep up to date.
    """
    view = turn.routes.cards[kind](turn, subject_id, reader)
    if view is None:
        return None
    template, facts = view
    if manner.error:
        rendered = turn.render(template, facts)
        post_message(turn.session, rendered, to, manner, now=turn.now, template=template)
        return None
    rendered = turn.render(template, facts)
    _retire(turn, kind, subject_id, to.chat_id, rendered)
    card = card_rows.add_card(turn.session, _row(turn, kind, subject_id, to, reader))
    post_message(turn.session, rendered, to, manner, now=turn.now, template=template, card_id=card.id)
    return card


def _retire(turn: "Turn", kind: str, subject_id: int, chat_id: int, newer: Rendered) -> None:
    shown = CODE.search(newer.text)
    code = shown.group(1) if shown is not None else None
    for card in card_rows.list_cards(turn.session, kind, subject_id):
        if card.chat_id == chat_id:
            _give_way(turn, card, code)


def _give_way(turn: "Turn", card: Card, code: str | None) -> None:
    card_id = require_id(card.id)
    card_rows.close_card(turn.session, card_id)
    if card.message_id is None and outbox.cancel_for_card(turn.session, card_id):
        return
    newer = turn.render("cards/newer", {"code": code})
    to = Destination(card.chat_id, card.thread_id, card.person_id)
    post_edit(turn.session, newer, to, Manner(Priority.REMINDER), now=turn.now, card_id=card_id)


def adopt(turn: "Turn", kind: str, subject_id: int) -> None:
    """Turn the message whose button was tapped into the matter's card; without one, show the card anew."""
    message_id = turn.sender.message_id
    if not turn.sender.callback_query_id or message_id is None:
        turn.show_card(kind, subject_id)
        return
    other = card_rows.find_card_at(turn.session, turn.sender.chat_id, message_id)
    if other is not None:
        card_rows.close_card(turn.session, require_id(other.id))
    reader = turn.person if turn.sender.is_private else None
    view = turn.routes.cards[kind](turn, subject_id, reader)
    if view is not None:
        _retire(turn, kind, subject_id, turn.sender.chat_id, turn.render(view[0], view[1]))
    row = _row(turn, kind, subject_id, turn.here, reader)
    row.message_id = message_id
    card_rows.add_card(turn.session, row)
    refresh(turn, kind, subject_id)


def refresh(turn: "Turn", kind: str, subject_id: int) -> None:
    """Edit every living copy in place, reminders of the matter, too; a copy that has not gone out yet gets
    the newer words."""
    for one in (kind, *(other for other in turn.routes.cards if other.startswith(f"{kind}:"))):
        for card in card_rows.list_cards(turn.session, one, subject_id):
            refresh_copy(turn, card)


def refresh_copy(turn: "Turn", card: Card) -> None:
    """Edit one copy in place."""
    reader = get_person(turn.session, card.person_id) if card.person_id else None
    view = turn.routes.cards[card.subject_kind](turn, card.subject_id, reader)
    if view is not None:
        _queue_edit(turn, card, turn.render(view[0], view[1]), view[0])


def repost(turn: "Turn", kind: str, subject_id: int) -> None:
    """Delete this chat's copy and send a new one at the end."""
    for card in card_rows.list_cards(turn.session, kind, subject_id):
        if card.chat_id != turn.sender.chat_id:
            continue
        if card.message_id is None:
            refresh(turn, kind, subject_id)
            return
        content: type_json = {"message_id": card.message_id}
        post_call(turn.session, "deleteMessage", content, turn.here, Manner(turn.priority), now=turn.now)
        card_rows.close_card(turn.session, require_id(card.id))
    turn.show_card(kind, subject_id)


def take_away(turn: "Turn", card: Card) -> None:
    """Delete one copy from its chat (Telegram allows it for two days); one that has not gone out never will,
    one that is on its way cannot be deleted yet and says that there is a newer one."""
    if card.message_id is None:
        _give_way(turn, card, None)
        return
    to = Destination(card.chat_id, card.thread_id, card.person_id)
    content: type_json = {"message_id": card.message_id}
    post_call(turn.session, "deleteMessage", content, to, Manner(turn.priority), now=turn.now)
    card_rows.close_card(turn.session, require_id(card.id))


def become(turn: "Turn", kind: str, subject_id: int, matter: tuple[str, int]) -> None:
    """What the copies show has become another matter (a draft was handed in): they go on as its cards."""
    for card in card_rows.list_cards(turn.session, kind, subject_id):
        card.subject_kind, card.subject_id = matter
    turn.session.flush()
    refresh(turn, *matter)


def adopt_inline(turn: "Turn", kind: str, subject_id: int, inline_message_id: str) -> None:
    """A message that somebody sent by inline mode lives on as a card for everybody."""
    card = _row(turn, kind, subject_id, Destination(0), None)
    card.inline_message_id = inline_message_id
    card_rows.add_card(turn.session, card)


def pin(turn: "Turn", kind: str, subject_id: int) -> None:
    """Pin the copies in groups, silently. Where the assistant may not pin, the copy stays as it is."""
    for card in card_rows.list_cards(turn.session, kind, subject_id):
        if card.person_id is None and card.inline_message_id is None and not card.pinned:
            card.pinned = True
            _pinning(turn, card, "pinChatMessage", {"disable_notification": True})


def pin_again(turn: "Turn", chat_id: int) -> None:
    """What should be pinned in a group, now that the assistant may."""
    for card in card_rows.list_pinned(turn.session, chat_id):
        _pinning(turn, card, "pinChatMessage", {"disable_notification": True})


def unpin(turn: "Turn", kind: str, subject_id: int) -> None:
    """The matter is over: its copies are no longer pinned."""
    for card in card_rows.list_cards(turn.session, kind, subject_id):
        if card.pinned:
            card.pinned = False
            _pinning(turn, card, "unpinChatMessage", {})


def _pinning(turn: "Turn", card: Card, method: str, content: type_json) -> None:
    to, manner = Destination(card.chat_id, card.thread_id), Manner(Priority.REMINDER)
    post_call(turn.session, method, content, to, manner, now=turn.now, card_id=card.id)


def _row(turn: "Turn", kind: str, subject_id: int, to: Destination, reader: Person | None) -> Card:
    return Card(
        subject_kind=kind,
        subject_id=subject_id,
        chat_id=to.chat_id,
        thread_id=to.thread_id,
        person_id=reader.id if reader else None,
        created_at=turn.now,
    )


def _queue_edit(turn: "Turn", card: Card, rendered: Rendered, template: str) -> None:
    card_id = require_id(card.id)
    if card.inline_message_id is not None:
        _queue_inline_edit(turn, card.inline_message_id, rendered)
        return
    waiting = outbox.find_waiting_for_card(turn.session, card_id)
    if waiting is not None:
        content = message_content(rendered)
        content.setdefault("reply_markup", {"inline_keyboard": []})
        outbox.replace_content(turn.session, waiting, content)
        return
    to = Destination(card.chat_id, card.thread_id, card.person_id)
    own = card.chat_id == turn.sender.chat_id
    manner = Manner(Priority.PRESS if own else Priority.REMINDER)
    if card.message_id is None and not _is_out(turn, card):
        _send_again(turn, card, rendered, template, manner)
        return
    post_edit(turn.session, rendered, to, manner, now=turn.now, card_id=card_id, template=template)


def _is_out(turn: "Turn", card: Card) -> bool:
    """Whether the card is on its way, or has gone out since we read it: the delivery works beside us."""
    if outbox.is_card_on_its_way(turn.session, require_id(card.id)):
        return True
    turn.session.refresh(card)
    return card.message_id is not None


def _send_again(turn: "Turn", card: Card, rendered: Rendered, template: str, manner: Manner) -> None:
    """There is no message to edit. A group that was upgraded gets a new one; a person whom the card could not
    reach does not: what they have missed is told in other ways (scenario 39)."""
    if card.chat_id < 0:
        to = Destination(card.chat_id, card.thread_id)
        post_message(turn.session, rendered, to, manner, now=turn.now, template=template, card_id=card.id)


def _queue_inline_edit(turn: "Turn", inline_message_id: str, rendered: Rendered) -> None:
    content = message_content(rendered) | {"inline_message_id": inline_message_id}
    content.setdefault("reply_markup", {"inline_keyboard": []})
    to, manner = Destination(0), Manner(Priority.REMINDER)
    post_call(turn.session, "editMessageText", content, to, manner, now=turn.now)
