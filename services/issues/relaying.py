"""Words in a group become a report: somebody writes them down, their author confirms (scenario 4)."""

from dataclasses import dataclass, replace
from datetime import timedelta

from services.files import Matter
from services.issues.drafts import Draft, read_draft
from services.issues.occasion import IssueNotFound, NothingTold, Occasion
from services.issues.reporting import Submitted, note_report, open_issue
from services.issues.steps import note_step
from services.outcomes import NotBound, Outcome, Stale
from services.people import hats_of
from storage.base import require_id
from storage.due import Due, cancel_due, schedule
from storage.issues import (
    IssueAction,
    IssueRelay,
    PartyKind,
    RelayState,
    add_party,
    add_relay,
    find_relay_of,
    get_relay_for_update,
)
from storage.people import Person, get_person

RELAY = "issue_relay"
"""The kind under which its card and its attachments are kept."""
LAPSE = "issue_relay.lapse"


class RelayOver(Outcome):
    """It has been confirmed, declined or taken back before."""

    template = "issues/relay_over"


@dataclass(frozen=True)
class Relayed:
    """Words that wait for their author. `repeated`: somebody had written them down before."""

    relay: IssueRelay
    repeated: bool = False


def relay_report(
    occasion: Occasion, speaker: Person, text: str, *, chat_id: int, message_id: int, note: str | None = None
) -> Relayed:
    """Write somebody's message down as a report, word for word; it waits for them so long as
    `relays.confirm_hours` says. Raises NotBound, NothingTold.
    """
    if occasion.hats is None:
        raise NotBound
    known = find_relay_of(occasion.session, chat_id, message_id)
    if known is not None:
        return Relayed(known, repeated=True)
    relay = IssueRelay(
        chat_id=chat_id,
        message_id=message_id,
        speaker_id=require_id(speaker.id),
        recorder_id=require_id(occasion.hats.person.id),
        text=text.strip(),
        note=(note or "").strip() or None,
        asked_at=occasion.now,
        due_at=occasion.now + timedelta(hours=occasion.mechanism.relays.confirm_hours),
    )
    if not read_relay(occasion, relay).is_told:
        raise NothingTold
    add_relay(occasion.session, relay)
    key = f"{LAPSE}:{relay.id}"
    row = Due(key=key, kind=LAPSE, subject_id=relay.id, due_at=relay.due_at, urgent=True)
    schedule(occasion.session, row)
    return Relayed(relay)


def read_relay(occasion: Occasion, relay: IssueRelay) -> Draft:
    """The words as the draft of a report, with all that is guessed from them."""
    speaker = get_person(occasion.session, relay.speaker_id)
    unit = hats_of(occasion.session, speaker, occasion.today).unit
    return read_draft(occasion.session, [relay.text], {}, unit)


def confirm_relay(
    occasion: Occasion, relay_id: int, *, draft: Draft | None = None, files: Matter | None = None
) -> Submitted:
    """The author confirms, as recorded or as a draft of their own has it: it is their report.

    Raises IssueNotFound for anybody else, RelayOver, NothingTold.
    """
    relay = _lock_open(occasion, relay_id)
    if occasion.person_id != relay.speaker_id:
        raise IssueNotFound
    if draft is not None and not draft.is_told:
        raise NothingTold
    return _submit(occasion, relay, RelayState.CONFIRMED, draft=draft, files=files)


def lapse_relay(occasion: Occasion, relay_id: int) -> Submitted:
    """The author has kept silent: it stands as recorded, and says so. Raises RelayOver."""
    relay = _lock_open(occasion, relay_id)
    return _submit(occasion, relay, RelayState.LAPSED)


def drop_relay(occasion: Occasion, relay_id: int) -> IssueRelay:
    """The author declines, or the recorder takes it back. Raises IssueNotFound, RelayOver."""
    relay = _lock_open(occasion, relay_id)
    if occasion.person_id not in (relay.speaker_id, relay.recorder_id):
        raise IssueNotFound
    is_author = occasion.person_id == relay.speaker_id
    _decide(occasion, relay, RelayState.DECLINED if is_author else RelayState.TAKEN_BACK)
    return relay


def _lock_open(occasion: Occasion, relay_id: int) -> IssueRelay:
    relay = get_relay_for_update(occasion.session, relay_id)
    if relay is None:
        raise Stale
    if relay.state != RelayState.OPEN:
        raise RelayOver(state=relay.state)
    return relay


def _submit(
    occasion: Occasion,
    relay: IssueRelay,
    state: RelayState,
    *,
    draft: Draft | None = None,
    files: Matter | None = None,
) -> Submitted:
    session = occasion.session
    reporter = hats_of(session, get_person(session, relay.speaker_id), occasion.today)
    submitted = open_issue(
        occasion,
        reporter,
        draft or read_relay(occasion, relay),
        files=files or Matter(RELAY, require_id(relay.id)),
        recorder_id=relay.recorder_id,
    )
    issue_id = require_id(submitted.issue.id)
    add_party(session, issue_id, PartyKind.RECORDER, person_id=relay.recorder_id, now=occasion.now)
    recorder = hats_of(session, get_person(session, relay.recorder_id), occasion.today)
    then = replace(occasion, hats=recorder, now=relay.asked_at)
    note_step(then, submitted.issue, IssueAction.RECORD, relay.note, body=recorder.unit)
    stands = state is RelayState.LAPSED
    action = IssueAction.RECORD_STANDS if stands else IssueAction.REPORT
    note_report(occasion, submitted, action, unit=None if stands else reporter.unit)
    relay.issue_id = issue_id
    _decide(occasion, relay, state)
    return submitted


def _decide(occasion: Occasion, relay: IssueRelay, state: RelayState) -> None:
    relay.state, relay.decided_at = state, occasion.now
    cancel_due(occasion.session, LAPSE, require_id(relay.id))
    occasion.session.flush()
