"""A policy's card: three lines first, the rest unfolded; kept at hand, its original sent, its code typed."""

from telegram import Update

from handlers.numbers import Number
from handlers.offers import Offer
from handlers.posting import Manner, post_file
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.outcomes import Stale
from services.policies import SUBJECT, PolicyCard, look_up_policies, open_policy, show_policy
from services.rights import Right, may
from storage.base import type_json
from storage.files import Attachment, list_attachments
from storage.numbers import NumberKind, format_code
from storage.people import find_person
from storage.policies import find_successor, get_policy, is_favourite, mark_read, toggle_favourite

routes = Routes()

TOGGLES = ("0", "1")


@routes.tap("policy.card")
def open_card(_update: Update, turn: Turn) -> None:
    """One policy of the list, in its place; the arguments lead back to the list as it was."""
    _edit(turn, turn.press.arguments)


@routes.tap("policy.more")
def unfold(_update: Update, turn: Turn) -> None:
    """Tap: all of it, or (first argument 0) three lines again."""
    _edit(turn, turn.press.arguments[1:], is_unfolded=_flag(turn))


@routes.tap("policy.star")
def star(_update: Update, turn: Turn) -> None:
    """Tap: keep it at hand, or no longer; the first argument says whether the card is unfolded."""
    is_unfolded, policy = _flag(turn), _card(turn)
    kept = toggle_favourite(turn.session, turn.my_id, policy.line.policy_id, now=turn.now)
    turn.answer("policies/starred", kept=kept)
    _edit(turn, turn.press.arguments[1:], is_unfolded=is_unfolded)


@routes.tap("policy.read")
def read_news(_update: Update, turn: Turn) -> None:
    """Tap in the news of a morning: the whole policy; the office's report counts it as read."""
    card = _card(turn)
    mark_read(turn.session, turn.press.number(0), turn.my_id, now=turn.now)
    turn.say("policies/card", card_facts(turn, card, (), is_unfolded=True))


@routes.tap("policy.show")
def show_anew(_update: Update, turn: Turn) -> None:
    """Tap elsewhere: the card as a message of its own."""
    turn.say("policies/card", card_facts(turn, _card(turn), ()))


@routes.tap("policy.files")
def send_original(_update: Update, turn: Turn) -> None:
    """Tap: the original file as it was handed in. Raises NoSuchPolicy."""
    for attachment in _originals(_card(turn).line.policy_id, turn):
        file: type_json = {"stored": attachment.file_id}
        field = "photo" if attachment.kind == "photo" else "document"
        method = "sendPhoto" if field == "photo" else "sendDocument"
        post_file(turn.session, method, field, file, None, turn.here, Manner(turn.priority), now=turn.now)


@routes.number(NumberKind.POLICY)
def open_by_number(turn: Turn, number: Number) -> None:
    """ZC-0001, typed or as a link."""
    code = format_code(number.kind, 0, number.number)
    card = open_policy(turn.session, code, now=turn.now, zone=turn.house.zone)
    turn.say("policies/card", card_facts(turn, card, ()))


@routes.offer("policy")
def offer(turn: Turn, asked: str) -> list[Offer]:
    """Policies to share in any chat: their public fields."""
    page = look_up_policies(turn.session, asked, now=turn.now, zone=turn.house.zone, is_counted=False)
    return [Offer(f"policy:{line.code}", "policies/offer", {"line": line}) for line in page.lines]


def card_facts(turn: Turn, card: PolicyCard, back: tuple[str, ...], *, is_unfolded: bool = False) -> Facts:
    """What the card shows this reader. Phones are never part of it (scenario 35)."""
    policy_id = card.line.policy_id
    policy = get_policy(turn.session, policy_id)
    contact = find_person(turn.session, policy.contact_person_id)
    replaced = get_policy(turn.session, policy.replaces_id) if policy.replaces_id is not None else None
    return {
        "card": card,
        "back": back,
        "is_unfolded": is_unfolded,
        "private": turn.sender.is_private,
        "is_kept": turn.is_bound and is_favourite(turn.session, turn.my_id, policy_id),
        "keeps": turn.is_bound and may(Right.KEEP_POLICIES, turn.hats),
        "contact": contact if contact is not None and contact.active else None,
        "replaced": replaced,
        "successor": find_successor(turn.session, policy_id),
        "originals": len(_originals(policy_id, turn)),
    }


def _edit(turn: Turn, back: tuple[str, ...], *, is_unfolded: bool = False) -> None:
    turn.edit("policies/card", **card_facts(turn, _card(turn), back, is_unfolded=is_unfolded))


def _card(turn: Turn) -> PolicyCard:
    return show_policy(turn.session, turn.press.subject, now=turn.now, zone=turn.house.zone)


def _flag(turn: Turn) -> bool:
    if turn.press.argument(0) not in TOGGLES:
        raise Stale
    return turn.press.argument(0) == "1"


def _originals(policy_id: int, turn: Turn) -> list[Attachment]:
    found = list_attachments(turn.session, SUBJECT, policy_id)
    return [attachment for attachment in found if attachment.file_id is not None]
