"""The applicable policy list (M18): import, look-up, and how the chat shows policies."""

from services.policies.importing import import_policies, load_demo_policies
from services.policies.looking_up import NoSuchPolicy, look_up_policies, open_policy, show_policy
from services.policies.notes import PolicyNote
from services.policies.views import PolicyCard, PolicyLine, PolicyPage, policy_card, policy_line

__all__ = [
    "NoSuchPolicy",
    "PolicyCard",
    "PolicyLine",
    "PolicyNote",
    "PolicyPage",
    "import_policies",
    "load_demo_policies",
    "look_up_policies",
    "open_policy",
    "policy_card",
    "policy_line",
    "show_policy",
]
