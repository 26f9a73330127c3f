"""The packaged words from which a draft is guessed (storage/data/issues/guessing.toml)."""

import re
from functools import cache

from pydantic import BaseModel, ConfigDict

from storage.packaged import packaged_toml


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EnterpriseWords(_Group):
    """How names of enterprises look."""

    endings: tuple[str, ...]
    weak_endings: tuple[str, ...]
    """Endings that are common words too: the name needs at least two characters before them."""
    not_before: tuple[str, ...]
    bounds: tuple[str, ...]
    counts: tuple[str, ...]
    measures: tuple[str, ...]
    kept: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    strip: tuple[str, ...]
    shortest: int
    longest: int


class OpenerWords(_Group):
    """Sentences that only open a talk."""

    words: frozenset[str]
    trailing: tuple[str, ...]


class TitleWords(_Group):
    """How a title is cut out of a text."""

    drop: tuple[str, ...]
    ends: str
    length: int


class ModuleDefault(_Group):
    """The module when no word tells."""

    module: str


class TierDefault(_Group):
    """The tier when no word tells."""

    tier: str


class InlineWords(_Group):
    """Words that offer to report what follows them."""

    report: tuple[str, ...]


class PublicWords(_Group):
    """What stands in for what not everybody may read."""

    enterprise: str
    digit: str


class GuessingWords(_Group):
    """All groups of the file; what each means is written there."""

    industry: dict[str, tuple[str, ...]]
    factor: dict[str, tuple[str, ...]]
    module: dict[str, tuple[str, ...]]
    module_default: ModuleDefault
    tier: dict[str, tuple[str, ...]]
    tier_default: TierDefault
    places: dict[str, str]
    enterprise: EnterpriseWords
    openers: OpenerWords
    title: TitleWords
    inline: InlineWords
    public: PublicWords


@cache
def guessing_words() -> GuessingWords:
    """The words, read once."""
    return GuessingWords.model_validate(packaged_toml("issues", "guessing.toml"))


class FirmAffixes(_Group):
    """What is left out of a firm's name before it is compared."""

    endings: tuple[str, ...]
    beginnings: tuple[str, ...]


class CommonWords(_Group):
    """Words that say nothing of a matter."""

    words: tuple[str, ...]


class LikenessWords(_Group):
    """What does not tell two reports apart (storage/data/issues/likeness.toml)."""

    enterprise: FirmAffixes
    common: CommonWords


@cache
def likeness_words() -> LikenessWords:
    """The words, read once."""
    return LikenessWords.model_validate(packaged_toml("issues", "likeness.toml"))
