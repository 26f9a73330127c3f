"""The outbox: every message that is to be said, written in the transaction of its cause (docs/adr/0003).

A row is one Bot API call. Its state is the answer to “did they get it?”: queued, sent, failed (why), or
unreachable. Edits of one living card collapse into the last while they wait.
"""

from storage.outbox.finding import (
    count_by_state,
    count_queued,
    count_ready,
    find_card_in_flight,
    find_sent,
    find_waiting_for_card,
    has_message_since,
    is_card_on_its_way,
    list_states,
    next_ready_at,
)
from storage.outbox.queueing import (
    add_call,
    cancel_for_card,
    cancel_waiting,
    move_chat,
    readdress_calls,
    replace_content,
    strand_calls,
)
from storage.outbox.rows import Leased, OutboxRow, OutboxState, Priority
from storage.outbox.sending import (
    fold_edit,
    lease_calls,
    mark_failed,
    mark_later,
    mark_sent,
    release_all,
    release_calls,
    send_instead,
)

__all__ = [
    "Leased",
    "OutboxRow",
    "OutboxState",
    "Priority",
    "add_call",
    "cancel_for_card",
    "cancel_waiting",
    "count_by_state",
    "count_queued",
    "count_ready",
    "find_card_in_flight",
    "find_sent",
    "find_waiting_for_card",
    "fold_edit",
    "has_message_since",
    "is_card_on_its_way",
    "lease_calls",
    "list_states",
    "mark_failed",
    "mark_later",
    "mark_sent",
    "move_chat",
    "next_ready_at",
    "readdress_calls",
    "release_all",
    "release_calls",
    "replace_content",
    "send_instead",
    "strand_calls",
]
