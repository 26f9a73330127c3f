"""The office keeps the list: what is on its way, what people did not find, synonyms."""

from telegram import Update

from handlers.policies.filling import STAGES, Stage, open_stage, text_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.outcomes import Stale
from services.policies import forget_synonym, teach_synonym
from services.rights import Right
from storage.conversations import Conversation
from storage.policies import (
    PolicyState,
    drop_misses,
    list_in_state,
    list_misses,
    list_open_reviews,
    list_synonyms,
)

routes = Routes()

SHOWN = 8


@routes.tap("policy.keep")
def show_menu(_update: Update, turn: Turn) -> None:
    """Tap of the office on the first page. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    turn.say("policies/keep", _menu_facts(turn))


@routes.tap("policy.pending")
def list_pending(_update: Update, turn: Turn) -> None:
    """Tap: what is on its way. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    drafts = list_in_state(turn.session, PolicyState.DRAFT)
    reviews = list_in_state(turn.session, PolicyState.REVIEW)
    turn.reply("policies/pending", drafts=drafts[:SHOWN], reviews=reviews[:SHOWN])


@routes.tap("policy.misses")
def show_misses(_update: Update, turn: Turn) -> None:
    """Tap: what people searched for and did not find, the most frequent first. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    turn.edit("policies/misses", misses=list_misses(turn.session, limit=SHOWN))


@routes.tap("policy.miss")
def teach_miss(_update: Update, turn: Turn) -> None:
    """Tap: what is meant by the words at a place of that list? Raises NotAllowed, Stale."""
    open_stage(turn, "synonym", values={"word": _miss(turn)})


@routes.tap("policy.forget_miss")
def forget_miss(_update: Update, turn: Turn) -> None:
    """Tap: this will never be found. Raises NotAllowed, Stale."""
    drop_misses(turn.session, _miss(turn))
    turn.edit("policies/misses", misses=list_misses(turn.session, limit=SHOWN))


@routes.tap("policy.synonyms")
def show_synonyms(_update: Update, turn: Turn) -> None:
    """Tap: the office's synonyms, the latest first. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    turn.edit("policies/synonyms", **_synonym_facts(turn))


@routes.tap("policy.synonym")
def begin_synonym(_update: Update, turn: Turn) -> None:
    """Tap: a new one. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    open_stage(turn, "synonym")


@routes.tap("policy.forget")
def forget(_update: Update, turn: Turn) -> None:
    """Tap: a synonym that is none. Raises NotAllowed, Stale."""
    forget_synonym(turn.session, turn.press.subject, hats=turn.hats)
    turn.edit("policies/synonyms", **_synonym_facts(turn))


def teach(turn: Turn, form: Conversation) -> None:
    """Taught: searches know it from now on."""
    word, meaning = text_of(form, "word"), text_of(form, "meaning")
    teach_synonym(turn.session, word, meaning, hats=turn.hats, now=turn.now)


def _miss(turn: Turn) -> str:
    """The words at the place that a button names. The list may have changed: their length is compared."""
    turn.require(Right.KEEP_POLICIES)
    misses = list_misses(turn.session, limit=SHOWN)
    place, length = turn.press.number(0), turn.press.number(1)
    if not 0 <= place < len(misses) or len(misses[place].query) != length:
        raise Stale
    return misses[place].query


def _synonym_facts(turn: Turn) -> Facts:
    found = list_synonyms(turn.session)[::-1]
    return {"synonyms": found[:SHOWN], "total": len(found)}


def _menu_facts(turn: Turn) -> Facts:
    session = turn.session
    return {
        "drafts": len(list_in_state(session, PolicyState.DRAFT)),
        "reviews": len(list_in_state(session, PolicyState.REVIEW)),
        "ending": len(list_open_reviews(session)),
        "misses": len(list_misses(session)),
        "synonyms": len(list_synonyms(session)),
    }


STAGES["synonym"] = Stage(("word", "meaning"), teach)
