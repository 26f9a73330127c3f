"""The values that a policy's columns may hold; their words are in storage/data/search/vocabulary.toml."""

from enum import StrEnum


class PolicyLevel(StrEnum):
    """Who issued it, from far to near."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    DISTRICT = "district"


NEARNESS = {
    PolicyLevel.DISTRICT: 0,
    PolicyLevel.MUNICIPAL: 1,
    PolicyLevel.PROVINCIAL: 2,
    PolicyLevel.NATIONAL: 3,
}
"""Of equally fitting policies the nearest is shown first (M18)."""


class PolicyFactor(StrEnum):
    """What a policy is about (M18)."""

    TALENT = "talent"
    LAND = "land"
    FINANCE = "finance"
    FISCAL_TAX = "fiscal_tax"
    APPROVAL = "approval"
    ATTRACTION = "attraction"
    INNOVATION = "innovation"
    OTHER = "other"


class PolicyIndustry(StrEnum):
    """The "5+5" industries."""

    MACHINERY = "machinery"
    HEALTH_CARE = "health_care"
    WOOD = "wood"
    TRADE_LOGISTICS = "trade_logistics"
    CULTURE = "culture"
    MODERN_FINANCE = "modern_finance"
    MEDICINE = "medicine"
    TOURISM = "tourism"
    NONFERROUS_METALS = "nonferrous_metals"
    FOOD = "food"


class PolicySource(StrEnum):
    """How far the entry was checked: against the paper, from memory, or invented as an example."""

    VERIFIED = "verified"
    MEMORY = "memory"
    EXAMPLE = "example"


class PolicyState(StrEnum):
    """Only published policies are found; the others are on their way there or withdrawn."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ReviewAnswer(StrEnum):
    """What becomes of a policy whose last day comes (scenario 32)."""

    RENEW = "renew"
    REVISE = "revise"
    REPEAL = "repeal"


class FeedOutcome(StrEnum):
    """How fetching the list went."""

    NEW = "new"
    SAME = "same"
    FAILED = "failed"
    REFUSED = "refused"
    """The address is not one that may be fetched."""
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
