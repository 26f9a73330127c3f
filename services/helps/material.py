"""Material that a helper needs: passed on to the reporter's township with one tap, brought, handed over."""

from services.helps.answering import lock_help, moved
from services.helps.clocks import start_help_clock
from services.helps.outcomes import GroundMissing, HelpNotYours
from services.helps.seeing import Helping, may_bring, may_lead
from services.issues import Occasion
from services.issues.steps import note_step
from storage.base import require_id
from storage.bodies import GROUND_KINDS, Body, get_body
from storage.helps import HelpState


def source_of(occasion: Occasion, helping: Helping) -> Body:
    """Who can bring material about a matter: the reporter's township, the place, else the reporter's unit."""
    issue = helping.issue
    unit = get_body(occasion.session, issue.reporter_unit_id)
    if unit.kind in GROUND_KINDS or issue.place_id is None:
        return unit
    return get_body(occasion.session, issue.place_id)


def pass_on(occasion: Occasion, help_id: int, *, phase: int) -> Helping:
    """Ask the township for what the helper needs. Raises HelpNotFound, HelpNotYours, HelpMoved."""
    helping = lock_help(occasion, help_id)
    row = helping.help
    if occasion.hats is None or not may_lead(occasion.session, helping.issue, occasion.hats):
        raise HelpNotYours(body=helping.body)
    if row.state != HelpState.WANTING or row.phase != phase or row.source_id is not None:
        raise moved(occasion, helping)
    source = source_of(occasion, helping)
    row.source_id, row.phase = require_id(source.id), row.phase + 1
    start_help_clock(occasion, row)
    note_step(occasion, helping.issue, "help_passed_on", row.wanted, facts={"owner": source.name})
    occasion.session.flush()
    return helping


def check_bringing(occasion: Occasion, helping: Helping, phase: int) -> None:
    """Raises HelpNotYours, HelpMoved unless this person may bring the material now."""
    row = helping.help
    if occasion.hats is None or not may_bring(occasion.session, row, occasion.hats, helping.issue):
        raise HelpNotYours(body=helping.body)
    if row.state != HelpState.WANTING or row.phase != phase:
        raise moved(occasion, helping)


def bring_material(
    occasion: Occasion, help_id: int, *, phase: int, text: str = "", files: int = 0
) -> Helping:
    """Hand the material over: the helper goes on, with a full clock.

    Raises HelpNotFound, HelpNotYours, HelpMoved; GroundMissing when there are neither words nor files.
    """
    helping = lock_help(occasion, help_id)
    check_bringing(occasion, helping, phase)
    words = text.strip()
    if not words and not files:
        raise GroundMissing(reply="material")
    row = helping.help
    row.material, row.material_files = words or None, files
    row.material_by, row.material_at = occasion.person_id, occasion.now
    row.state, row.phase = HelpState.ASKED, row.phase + 1
    start_help_clock(occasion, row)
    facts = {"owner": helping.body.name, "files": files}
    note_step(occasion, helping.issue, "help_material", words or None, facts=facts)
    occasion.session.flush()
    return helping
