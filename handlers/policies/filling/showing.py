"""The form's card: what has been answered, and the question that comes next."""

from handlers.policies.filling.fields import OPTIONAL, kind_of, list_choices, shown_answer
from handlers.policies.filling.stages import FORM, missing, policy_of, stage_of, values_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.files import list_attachments
from storage.people import Person

routes = Routes()


@routes.card(FORM)
def show_form(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The form as it stands; None when there is no such form."""
    form = find_conversation(turn.session, form_id)
    if form is None:
        return None
    stage = form.answers["stage"]
    if not form.goes_on:
        return "policies/form_over", {"stage": stage, "is_done": form.state == ConversationState.DONE}
    return "policies/form", {"form": form_id, "stage": stage, **_question(turn, form), **_answers(turn, form)}


def _question(turn: Turn, form: Conversation) -> Facts:
    key = missing(form)
    policy = policy_of(turn, form)
    return {
        "missing": key,
        "kind": kind_of(key).value if key else None,
        "is_optional": key in OPTIONAL,
        "choices": list_choices(turn, form, key, policy) if key else [],
        "policy": policy,
    }


def _answers(turn: Turn, form: Conversation) -> Facts:
    asked_now = missing(form)
    extra = stage_of(form).extra
    return {
        "lines": [
            (key, shown_answer(turn, key, value))
            for key, value in values_of(form).items()
            if key in form.answers["fields"] and key != asked_now
        ],
        "files": len(list_attachments(turn.session, FORM, form.id or 0)),
        "takes_files": stage_of(form).takes_files,
        "extra": extra(turn, form) if extra is not None else {},
    }
