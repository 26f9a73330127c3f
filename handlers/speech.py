"""What people say without a command: home words, numbers, answers to forms, free text."""

from telegram import Message, Update

from handlers.doors import enter_command
from handlers.forms import NUMBER, find_form
from handlers.intake import Intake, intake_of
from handlers.numbers import open_number
from handlers.routes import Routes
from handlers.spelling import find_spelled
from handlers.turn import Turn
from templates import words

routes = Routes()

LONGEST_SEARCH = 24
"""Characters. What is longer is not a search but a story: it becomes a draft."""


@routes.event("text")
def hear(update: Update, turn: Turn) -> None:
    """Any message that is no command. Groups are left in peace."""
    message = update.message
    if message is None or _is_own_offer(turn, message):
        return
    spelled = find_spelled((message.text or "").strip())
    if spelled is not None:
        enter_command(turn, update, spelled[0])
        return
    if not turn.sender.is_private:
        return
    intake = intake_of(message)
    if intake.contact:
        _hand_over(turn, update, "contact")
        return
    if not turn.is_bound:
        _hand_over(turn, update, "stranger")
        return
    form = find_form(turn)
    wants_number = form is not None and form.asked == NUMBER
    if _is_home_word(turn, update, intake) or (not wants_number and open_number(turn, intake.text)):
        return
    _hear_freely(turn, update, message, intake)


def _hear_freely(turn: Turn, update: Update, message: Message, intake: Intake) -> None:
    """What a feature waits for, the answer to a form, or anything else."""
    if any(hear_it(turn, intake.text) for hear_it in turn.routes.hearers.values()):
        return
    form = find_form(turn)
    if form is not None:
        turn.handler = f"form {form.form}"
        turn.routes.forms[form.form](turn, form, intake)
    else:
        _answer_freely(turn, update, message, intake)


def _is_own_offer(turn: Turn, message: Message) -> bool:
    """An offer of ours that was sent right here by inline mode: its feature hears of it otherwise."""
    return message.via_bot is not None and message.via_bot.id == turn.house.bot_id


def _is_home_word(turn: Turn, update: Update, intake: Intake) -> bool:
    for command, label in words("home").items():
        if intake.text == label:
            enter_command(turn, update, command)
            return True
    return False


def _answer_freely(turn: Turn, update: Update, message: Message, intake: Intake) -> None:
    """What fits, and the offer to report it; what fits nothing (or is a story) becomes a draft."""
    if intake.is_empty:
        turn.reply("speech/cannot_use", reply_to=message.message_id)
        return
    if intake.files and not intake.text and any(take(turn, intake) for take in turn.routes.takers.values()):
        turn.handler = "file taken"
        return
    found = _find(turn, intake)
    if found:
        turn.handler = "free text found"
        turn.reply("speech/found", reply_to=message.message_id, text=intake.text, found=found)
    else:
        _hand_over(turn, update, "report")


def _find(turn: Turn, intake: Intake) -> list[tuple[str, dict[str, object]]]:
    if intake.files or intake.place or len(intake.text) > LONGEST_SEARCH:
        return []
    answers = ((name, finder(turn, intake.text)) for name, finder in turn.routes.finders.items())
    return [(name, facts) for name, facts in answers if facts]


def _hand_over(turn: Turn, update: Update, event: str) -> None:
    turn.handler = event
    turn.routes.events[event](update, turn)
