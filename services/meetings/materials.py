"""Documents for a meeting: from the office, for whoever is called and for delegates (scenario 21)."""

from datetime import datetime

from services.files import Matter, NewFile, attach_file, find_problem
from services.mechanism import FileLimits
from services.meetings.outcomes import MaterialRefused
from services.meetings.planning import SUBJECT
from storage.database import Session
from storage.files import Attachment, list_attachments

FOR_MEETINGS = f"{SUBJECT}.material"


def add_material(
    session: Session, meeting_id: int, file: NewFile, *, limits: FileLimits, person_id: int, now: datetime
) -> Attachment:
    """Keep a document with a meeting. Raises MaterialRefused."""
    problem = find_problem(limits, file, count_materials(session, meeting_id))
    if problem is not None:
        raise MaterialRefused(problem=problem.value, limit=limits.megabytes)
    return attach_file(session, Matter(FOR_MEETINGS, meeting_id), file, person_id=person_id, now=now)


def list_materials(session: Session, meeting_id: int) -> list[Attachment]:
    """The documents of a meeting, in the order in which they came."""
    return [one for one in list_attachments(session, FOR_MEETINGS, meeting_id) if one.file_id is not None]


def count_materials(session: Session, meeting_id: int) -> int:
    """How many documents a meeting has."""
    return len(list_materials(session, meeting_id))
