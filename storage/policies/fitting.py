"""Which policies fit a story: by the rare words it shares with them, its field and its industry."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from storage.policies.candidates import Candidate, any_of, concept_expression, find_candidates
from storage.policies.choices import PolicyFactor, PolicyIndustry
from storage.policies.lexicon import Lexicon, current_lexicon
from storage.policies.queries import Concept, Role, SearchFilters, parse_query
from storage.policies.rows import list_policies_by_id
from storage.policies.tables import Policy

_MOST_WORDS = 12
_LONGEST = 120
IN_TITLE, IN_AUDIENCE, IN_BODY = 3.0, 1.5, 1.0
SAME_FACTOR, SAME_INDUSTRY = 2.0, 2.0
LEAST = 2.5
"""What scores less has only a common word with the story."""


def list_fitting(
    session: Session,
    text: str,
    *,
    today: date,
    factor: PolicyFactor | None = None,
    industry: PolicyIndustry | None = None,
    limit: int = 5,
) -> list[Policy]:
    """Policies in force that fit, best first; those for another industry alone never do."""
    concepts = _telling_concepts(text, current_lexicon(session))
    if not concepts:
        return []
    filters = SearchFilters(industry=industry, in_force=True)
    found: dict[int, Candidate] = {}
    for strong in (True, False):
        expression = any_of(concept_expression(one, strong=strong, also_every=False) for one in concepts)
        narrowed = SearchFilters(industry=industry, factor=factor, in_force=True)
        for wanted in (narrowed, filters):
            candidates = find_candidates(session, expression, wanted, today=today).candidates
            found.update({candidate.policy_id: candidate for candidate in candidates})
    scored = [(_score(one, concepts, factor, industry), one) for one in found.values()]
    fitting = sorted(
        ((score, one) for score, one in scored if score >= LEAST),
        key=lambda pair: (-pair[0], pair[1].nearness, pair[1].policy_id),
    )
    return list_policies_by_id(session, [one.policy_id for _, one in fitting[:limit]])


def _telling_concepts(text: str, lexicon: Lexicon) -> list[Concept]:
    """The rarest known subjects of a story."""
    subjects: dict[str, Concept] = {}
    for start in range(0, min(len(text), _LONGEST * 3), _LONGEST):
        parsed = parse_query(text[start : start + _LONGEST], lexicon)
        for concept in parsed.concepts:
            if concept.role is Role.SUBJECT and len(concept.text) > 1 and _is_known(concept, lexicon):
                subjects.setdefault(concept.text, concept)
    return sorted(subjects.values(), key=lambda one: -one.weight)[:_MOST_WORDS]


def _is_known(concept: Concept, lexicon: Lexicon) -> bool:
    return any(option.text in lexicon.terms for option in concept.options)


def _score(
    candidate: Candidate,
    concepts: Iterable[Concept],
    factor: PolicyFactor | None,
    industry: PolicyIndustry | None,
) -> float:
    score = sum(concept.weight * _place_of(candidate, concept) for concept in concepts)
    if not score:
        return 0.0
    if factor is not None and f"factor_{factor}" in candidate.labels:
        score += SAME_FACTOR
    if industry is not None and f"industry_{industry}" in candidate.labels:
        score += SAME_INDUSTRY
    return score


def _place_of(candidate: Candidate, concept: Concept) -> float:
    """How prominently a policy speaks of a concept."""
    best = 0.0
    for option in concept.options:
        for text, weight in (
            (candidate.title, IN_TITLE),
            (candidate.audience, IN_AUDIENCE),
            (candidate.body, IN_BODY),
        ):
            if option.text in text:
                best = max(best, weight * option.closeness)
    return best
