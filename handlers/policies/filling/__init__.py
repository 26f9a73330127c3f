"""One form for everything that is written about policies: field by field, then one look, then handed in.

A stage says which fields are asked and what happens in the end; stages are declared where they belong.
"""

from handlers.policies.filling import showing, tapping, typing
from handlers.policies.filling.stages import (
    FORM,
    SKIPPED,
    STAGES,
    Stage,
    day_of,
    missing,
    open_stage,
    policy_of,
    put_answers,
    text_of,
    values_of,
)
from handlers.routes import Routes

__all__ = [
    "FORM",
    "SKIPPED",
    "STAGES",
    "Stage",
    "day_of",
    "missing",
    "open_stage",
    "policy_of",
    "put_answers",
    "routes",
    "text_of",
    "values_of",
]

routes = Routes()
for room in (tapping, typing, showing):
    routes.join(room.routes)
