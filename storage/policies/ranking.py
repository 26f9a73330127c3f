"""Putting candidates in order: the one place that decides what is shown first, whatever the database.

Answers fall into grades (how well the subjects are answered); lower grades never mix with higher ones where
that would put a passing mention in force before the expired policy that is really meant. Inside the grades:
in force first, then relevance in coarse steps, then nearness (M18), then the newest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from storage.policies.candidates import EVERY_INDUSTRY, Candidate
from storage.policies.queries import Concept, ParsedQuery
from storage.policies.texts import BREAK, SENTENCE

TITLE = 1.0
LABEL = 0.86
AUDIENCE = 0.72
SENTENCE_MENTION = 0.5
OFFICES = 0.42
EVERYBODY = 0.3
STRONG_FROM = 0.58
"""From this strength on a subject counts as what the policy is about: title, label or audience."""
_STEP = 0.04
"""Relevance closer than this is the same relevance: nearness decides."""
_WHOLE_TITLE = 0.6
_PHRASE_IN_TITLE = 0.3
_PHRASE_IN_BODY = 0.12
_SAME_SENTENCE = 0.1
_HINT = 0.06


class Grade(IntEnum):
    """How well a policy answers."""

    MENTION = 1
    """Every subject is there, but not all as what it is about."""
    SUBJECT = 2
    """It is about every subject, but not about the support that was asked for."""
    FULL = 3
    """It is about every subject, and gives what was asked for."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its grade and relevance."""

    candidate: Candidate
    grade: Grade
    relevance: float

    @property
    def order(self) -> tuple[bool, int, int, int]:
        """In force, relevance, nearness, newest."""
        steps = round(self.relevance / _STEP)
        return (self.candidate.expired, -steps, self.candidate.nearness, -self.candidate.policy_id)


def rank(candidates: Sequence[Candidate], query: ParsedQuery) -> list[Ranked]:
    """The candidates that answer, in the order in which they are shown."""
    subjects, extras = query.subjects, query.extras
    graded = [found for one in candidates if (found := _grade(one, query, subjects, extras)) is not None]
    if not graded:
        return []
    best = max(found.grade for found in graded)
    lead = [found for found in graded if found.grade == best]
    lead.sort(key=lambda found: found.order)
    if any(found.candidate.expired for found in lead):
        return lead
    rest = [found for found in graded if found.grade < best]
    rest.sort(key=lambda found: (found.candidate.expired, -found.grade, found.order))
    return lead + rest


def _grade(
    one: Candidate, query: ParsedQuery, subjects: Sequence[Concept], extras: Sequence[Concept]
) -> Ranked | None:
    strengths = [strength(one, concept) for concept in subjects]
    if not all(strengths):
        return None
    weight = sum(concept.weight for concept in subjects)
    relevance = sum(
        concept.weight * found for concept, found in zip(subjects, strengths, strict=True)
    ) / weight
    aids = [strength(one, concept) for concept in extras if concept.weight >= 0.3]
    hints = [concept for concept in extras if concept.weight < 0.3 and _says(one.title, concept)]
    relevance += sum(0.2 * found for found in aids) + _HINT * len(hints) + _phrase_bonus(one, query)
    if len(subjects) > 1 and _share_a_sentence(one, subjects):
        relevance += _SAME_SENTENCE
    if min(strengths) < STRONG_FROM:
        return Ranked(one, Grade.MENTION, relevance)
    return Ranked(one, Grade.FULL if all(aids) else Grade.SUBJECT, relevance)


def strength(one: Candidate, concept: Concept) -> float:
    """How strongly a policy answers a concept, 0 (not at all) to 1 (in its title, as typed)."""
    best = LABEL if concept.label is not None and concept.label in one.labels else 0.0
    for option in concept.options:
        if best >= option.closeness:
            break
        best = max(best, option.closeness * _place(one, option.text))
    if not best and concept.is_industry and EVERY_INDUSTRY in one.labels:
        return EVERYBODY
    return best


def _place(one: Candidate, wording: str) -> float:
    if wording in one.title:
        return TITLE
    if wording in one.audience:
        return AUDIENCE
    if wording in one.body:
        return SENTENCE_MENTION
    return OFFICES if wording in one.offices else 0.0


def _says(text: str, concept: Concept) -> bool:
    return any(option.text in text for option in concept.options)


def _share_a_sentence(one: Candidate, subjects: Sequence[Concept]) -> bool:
    sentences = [one.title, *one.body.split(SENTENCE)]
    return any(all(_says(sentence, concept) for concept in subjects) for sentence in sentences)


def _phrase_bonus(one: Candidate, query: ParsedQuery) -> float:
    whole = "".join(query.phrases)
    title = one.title.replace(BREAK, "").replace(SENTENCE, "")
    if whole == title:
        return _WHOLE_TITLE
    bonus = 0.0
    for phrase in query.phrases:
        if len(phrase) > 2:
            bonus += _PHRASE_IN_TITLE if phrase in title else _PHRASE_IN_BODY * (phrase in one.body)
    return bonus
