"""Whether two reports are about the same matter: words, firm, place, industry, field (scenario 6).

Nothing is ever joined by itself: a likeness only asks a person.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from services.issues.drafts import Draft
from services.issues.occasion import Occasion
from storage.base import require_id
from storage.issues import Issue, list_comparable
from storage.issues.vocabulary import likeness_words

COMPARED = 400
"""Problems at most that a report is compared with, the newest."""
LENGTH = 400
"""Characters of a report that are compared."""
SAME_FIRM, SAME_FIELD, OTHER_FIGURES = 0.2, 0.05, 0.6
_NO_WORD = re.compile(r"[^\w]+")
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True)
class Report:
    """What of a report is compared. `place` is a body's id."""

    text: str
    enterprise: str | None = None
    place: int | None = None
    industry: str | None = None
    factor: str | None = None


@dataclass(frozen=True)
class Similar:
    """An open problem that is like a draft; `likeness` from 0 to 1."""

    issue: Issue
    likeness: float


def find_similar(occasion: Occasion, draft: Draft, *, but: frozenset[int] = frozenset()) -> list[Similar]:
    """The open problems that are most like a draft, the likest first; what its author reported and the ids of
    `but` are left out."""
    wanted = of_draft(draft)
    found = [
        Similar(issue, likeness)
        for issue in _list_near(occasion, wanted)
        if issue.reporter_id != occasion.person_id
        and issue.id not in but
        and (likeness := likeness_of(wanted, of_issue(issue))) * 100
        >= occasion.mechanism.duplicates.likeness_percent
    ]
    return _likest(occasion, found)


def find_similar_to(occasion: Occasion, issue: Issue) -> list[Similar]:
    """The open problems that are most like another one, the likest first."""
    wanted = of_issue(issue)
    near = [other for other in _list_near(occasion, wanted) if other.id != issue.id]
    found = [Similar(other, likeness_of(wanted, of_issue(other))) for other in near]
    return _likest(occasion, [similar for similar in found if similar.likeness > 0])


def likeness_of(one: Report, other: Report) -> float:
    """How like two reports are, from 0 to 1. Two that name different firms are never alike."""
    firms = one.enterprise, other.enterprise
    if all(firms) and not is_same_firm(*firms):
        return 0.0
    score = _words_alike(one, other)
    if score and all(firms):
        score += SAME_FIRM
    fields = (one.place, other.place), (one.industry, other.industry), (one.factor, other.factor)
    if score:
        score += SAME_FIELD * sum(mine is not None and mine == theirs for mine, theirs in fields)
    return min(1.0, score)


def is_same_firm(one: str | None, other: str | None) -> bool:
    """Whether two names mean one firm: the same but for its legal form, or a shorter way to say it."""
    mine, theirs = _firm_core(one or ""), _firm_core(other or "")
    shorter, longer = sorted((mine, theirs), key=len)
    return bool(shorter) and shorter in longer


def of_draft(draft: Draft) -> Report:
    """A draft as it is compared."""
    place = require_id(draft.place.id) if draft.place else None
    text = f"{draft.title}\n{draft.text}"
    return Report(text, draft.enterprise, place, draft.industry, draft.factor)


def of_issue(issue: Issue) -> Report:
    """A problem as it is compared."""
    text = f"{issue.title}\n{issue.text}"
    return Report(text, issue.enterprise, issue.place_id, issue.industry, issue.factor)


def _list_near(occasion: Occasion, wanted: Report) -> list[Issue]:
    return list_comparable(
        occasion.session,
        since=occasion.now - timedelta(days=occasion.mechanism.duplicates.within_days),
        place_id=wanted.place,
        industry=wanted.industry,
        factor=wanted.factor,
        limit=COMPARED,
    )


def _likest(occasion: Occasion, found: list[Similar]) -> list[Similar]:
    ordered = sorted(found, key=lambda similar: (-similar.likeness, similar.issue.id or 0))
    return ordered[: occasion.mechanism.duplicates.shown]


def _words_alike(one: Report, other: Report) -> float:
    """Between the share of all pairs of characters and the share of the shorter text that both have."""
    mine, theirs = _pairs(one), _pairs(other)
    both = len(mine & theirs)
    if not both:
        return 0.0
    share = (2 * both / (len(mine) + len(theirs)) + both / min(len(mine), len(theirs))) / 2
    return share * OTHER_FIGURES if _figures_differ(one.text, other.text) else share


def _pairs(report: Report) -> set[str]:
    text = unicodedata.normalize("NFKC", report.text[:LENGTH]).casefold()
    firm = [report.enterprise.casefold()] if report.enterprise else []
    for word in (*firm, *likeness_words().common.words):
        text = text.replace(word, " ")
    pieces = _NO_WORD.sub(" ", text).split()
    return {piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1)}


def _figures_differ(one: str, other: str) -> bool:
    """“No. 3” and “No. 5” are two matters, however alike the rest is."""
    mine, theirs = set(_FIGURES.findall(one)), set(_FIGURES.findall(other))
    return bool(mine and theirs and not mine & theirs)


def _firm_core(name: str) -> str:
    affixes = likeness_words().enterprise
    core = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    for beginning in affixes.beginnings:
        core = core.removeprefix(beginning) or core
    for ending in sorted(affixes.endings, key=len, reverse=True):
        core = core.removesuffix(ending) or core
    return core
