"""Files and places that come with a message are kept with the matter that it belongs to."""

from handlers.intake import IncomingFile, Intake
from handlers.turn import Turn
from services.files import FileProblem, Matter, NewFile, attach_file, attach_place, find_problem
from storage.files import list_attachments

Refused = tuple[tuple[IncomingFile, FileProblem], ...]
"""Files that were not taken, and why."""


def take_files(turn: Turn, matter: Matter, intake: Intake) -> None:
    """Keep them; the person hears of those that were not taken."""
    say_refused(turn, attach_all(turn, matter, intake), intake)


def say_refused(turn: Turn, refused: Refused, intake: Intake) -> None:
    """Which files were not taken, and why."""
    if refused:
        turn.reply(
            "issues/files_refused",
            reply_to=intake.message_id or None,
            refused=refused,
            limits=turn.house.mechanism.files,
            has_text=bool(intake.text),
        )


def attach_all(turn: Turn, matter: Matter, intake: Intake) -> Refused:
    """Keep a message's files and place with a matter; returns the files that were not taken, and why."""
    refused = []
    for incoming in intake.files:
        count = len(list_attachments(turn.session, matter.kind, matter.id))
        file = _new_file(incoming, intake)
        problem = find_problem(turn.house.mechanism.files, file, count)
        if problem is not None:
            refused.append((incoming, problem))
            continue
        attach_file(turn.session, matter, file, person_id=turn.my_id, now=turn.now)
    if intake.place is not None:
        attach_place(
            turn.session,
            matter,
            latitude=intake.place.latitude,
            longitude=intake.place.longitude,
            name=intake.place.name,
            person_id=turn.my_id,
            now=turn.now,
        )
    return tuple(refused)


def _new_file(incoming: IncomingFile, intake: Intake) -> NewFile:
    return NewFile(
        kind=incoming.kind,
        file_id=incoming.file_id,
        unique_id=incoming.unique_id,
        size=incoming.size,
        name=incoming.name,
        mime=incoming.mime,
        caption=intake.text or None,
    )
