"""The policy calculator: six answers about an enterprise, and what it can claim by which clause (M18).

A policy's own text is asked, clause by clause: one that names a size, a stage, a place or one of the three
hundreds asks for it. What is not recognised is shown as it stands, never guessed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from services.policies.views import PolicyLine, policy_line
from storage.packaged import packaged_toml
from storage.policies import Policy, PolicyFactor, PolicyIndustry, list_claimable

QUESTIONS = ("industry", "size", "hundred", "place", "need", "stage")
ANSWERS: dict[str, tuple[str, ...]] = {
    "industry": (*PolicyIndustry, "other"),
    "size": ("micro", "medium", "above_scale", "large"),
    "hundred": ("project", "growth", "platform", "none"),
    "place": ("park", "township", "outside"),
    "need": (
        PolicyFactor.FINANCE,
        PolicyFactor.TALENT,
        PolicyFactor.LAND,
        PolicyFactor.FISCAL_TAX,
        PolicyFactor.INNOVATION,
        PolicyFactor.APPROVAL,
        PolicyFactor.ATTRACTION,
    ),
    "stage": ("new", "running", "upgrading", "innovating", "listing", "arriving"),
}
DIMENSIONS = {"size": "sizes", "stage": "stages", "place": "places", "hundred": "hundreds"}
LONGEST_CLAUSE = 90


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...]
    fits: tuple[str, ...]


class _Sentences(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    ends: str


class _Rules(BaseModel):
    """calculator.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sizes: tuple[_Rule, ...]
    stages: tuple[_Rule, ...]
    places: tuple[_Rule, ...]
    hundreds: tuple[_Rule, ...]
    sentences: _Sentences
    claimants: tuple[str, ...]
    """Words for those who can claim something; a general policy that is for none of them is no offer."""

    def of(self, dimension: str) -> tuple[_Rule, ...]:
        """The rules of a dimension such as `size`."""
        found: dict[str, tuple[_Rule, ...]] = {
            "size": self.sizes,
            "stage": self.stages,
            "place": self.places,
            "hundred": self.hundreds,
        }
        return found[dimension]


@cache
def _rules() -> _Rules:
    return _Rules.model_validate(packaged_toml("policies", "calculator.toml"))


@dataclass(frozen=True)
class Requirement:
    """What a clause asks for in a dimension: one of `fits`; `clause` is the policy's own wording."""

    dimension: str
    fits: tuple[str, ...]
    clause: str


@dataclass(frozen=True)
class Claim:
    """A policy for an enterprise: what it fulfils, what is missing, for whom the policy says it is, and which
    conditions (`unclear`, the policy's own words) nobody has been asked about: somebody has to check them.
    """

    line: PolicyLine
    gives: str
    audience: str
    met: tuple[Requirement, ...]
    missing: tuple[Requirement, ...]
    unclear: tuple[str, ...]
    is_silent: bool
    """The list names no condition at all."""
    is_tilted: bool
    is_general: bool
    """Not about the need in particular."""


@dataclass(frozen=True)
class Reckoning:
    """What an enterprise can claim, and what it could if it fulfilled one or two things more."""

    answers: Mapping[str, str]
    claims: tuple[Claim, ...]
    nearly: tuple[Claim, ...]


def reckon(session: Session, answers: Mapping[str, str], *, today: date) -> Reckoning:
    """Go through the policies that can be claimed for the need and the industry; the nearest level first."""
    industry = None if answers["industry"] == "other" else PolicyIndustry(answers["industry"])
    claims: list[Claim] = []
    nearly: list[Claim] = []
    for policy in list_claimable(session, PolicyFactor(answers["need"]), today=today):
        industries = policy.industry_list
        if (industries and industry not in industries) or not _is_offer(policy):
            continue
        claim = _claim(policy, answers, industry, today)
        (nearly if claim.missing else claims).append(claim)
    nearly.sort(key=lambda claim: (claim.is_general, len(claim.missing)))
    claims.sort(key=_usefulness)
    return Reckoning(dict(answers), tuple(claims), tuple(nearly))


def _usefulness(claim: Claim) -> tuple[bool, bool, int, int]:
    return (claim.is_general, not claim.is_tilted, -len(claim.met), len(claim.unclear))


def _is_offer(policy: Policy) -> bool:
    is_general = policy.factor == PolicyFactor.OTHER
    return not is_general or any(word in policy.audience for word in _rules().claimants)


def _claim(policy: Policy, answers: Mapping[str, str], industry: PolicyIndustry | None, today: date) -> Claim:
    asked = list(list_requirements(policy))
    return Claim(
        line=policy_line(policy, today=today),
        gives=_clip(policy.summary),
        audience=policy.audience,
        met=tuple(one for one in asked if answers[one.dimension] in one.fits),
        missing=tuple(one for one in asked if answers[one.dimension] not in one.fits),
        unclear=tuple(list_unclear(policy)),
        is_silent=not (policy.conditions or "").strip(),
        is_general=policy.factor == PolicyFactor.OTHER,
        is_tilted=(policy.favours_five_plus_five and industry is not None)
        or (policy.favours_three_hundreds and answers["hundred"] != "none"),
    )


def list_requirements(policy: Policy) -> Iterator[Requirement]:
    """What title, audience and conditions ask for: one requirement a dimension, of the first clause."""
    clauses = [policy.audience, *_clauses(policy.conditions or ""), policy.title]
    for dimension in DIMENSIONS:
        for clause in clauses:
            fits = _asked(dimension, clause)
            if fits:
                yield Requirement(dimension, fits, _clip(clause))
                break


def list_unclear(policy: Policy) -> Iterator[str]:
    """The conditions that ask for something else than the six answers tell."""
    for clause in _clauses(policy.conditions or ""):
        if not any(_asked(dimension, clause) for dimension in DIMENSIONS):
            yield _clip(clause)


def _asked(dimension: str, clause: str) -> tuple[str, ...]:
    """The answers that a clause allows in a dimension; empty when it says nothing about it."""
    rest = clause
    found: set[str] = set()
    pairs = [(word, rule) for rule in _rules().of(dimension) for word in rule.words]
    for word, rule in sorted(pairs, key=lambda pair: -len(pair[0])):
        if word in rest:
            found.update(rule.fits)
            rest = rest.replace(word, "\n")
    if not found:
        return ()
    return tuple(answer for answer in ANSWERS[dimension] if answer in found)


def _clauses(text: str) -> list[str]:
    for end in _rules().sentences.ends:
        text = text.replace(end, "\n")
    return [clause.strip() for clause in text.split("\n") if clause.strip()]


def _clip(text: str) -> str:
    first = (_clauses(text) or [""])[0]
    return first if len(first) <= LONGEST_CLAUSE else f"{first[: LONGEST_CLAUSE - 1]}\u2026"
