"""The policy list sent as a spreadsheet (M18)."""

from telegram import Update

from handlers.routes import Routes
from handlers.turn import Turn
from services.policies.exporting import list_policy_rows, policy_headings
from services.rights import Right
from storage.base import type_json
from templates import words

routes = Routes()


@routes.tap("policy.export")
def send_list(_update: Update, turn: Turn) -> None:
    """Tap: the list as a spreadsheet that can be imported again. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    rows = [
        [str(cell) if cell is not None else None for cell in row] for row in list_policy_rows(turn.session)
    ]
    facts: type_json = {"headings": policy_headings(), "rows": rows}
    name = words("export")["policies_file"].format(day=turn.today.isoformat())
    file: type_json = {"made": "policies", "name": name, "facts": facts}
    turn.reply_file("sendDocument", "document", file, None)
