"""Putting candidates in order: the one place that decides what is shown first, whatever the database.

Answers fall into grades: how well the subjects are answered. On a page what is in force comes before what has
expired, unless an expired policy answers more of what was asked than any in force (its title was typed): then
it stands first, and those in force after it; neither hides the other. Inside a grade: relevance in coarse
steps, then nearness (M18), then the newest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from storage.policies.candidates import EVERY_INDUSTRY, Candidate
from storage.policies.queries import Concept, ParsedQuery, Role
from storage.policies.texts import BREAK, SENTENCE
from storage.policies.vocabulary import PARTED

TITLE = 1.0
LABEL = 0.86
AUDIENCE = 0.72
SENTENCE_MENTION = 0.5
OFFICES = 0.42
EVERYBODY = 0.3
STRONG_FROM = 0.67
"""From this strength on a subject counts as what the policy is about: title, label or audience."""
_STEP = 0.04
"""Relevance closer than this is the same relevance: nearness decides."""
_WHOLE_TITLE = 0.6
_PHRASE_IN_TITLE = 0.3
_PHRASE_IN_BODY = 0.12
_SAME_SENTENCE = 0.1
_SAME_CLAUSE = 0.15
_TITLE_BY_OTHERS = 0.6
_SAID_TOO = 0.06
"""What the typed word in the text adds to other words for it in the title."""
_HINT = 0.06
_SHORTEST_NAME = 5
_SHORTEST_QUOTE = 4
_FIRST_PAGE = 5


class Grade(IntEnum):
    """How well a policy answers."""

    EVERYBODY = 0
    """One of the subjects is an industry, and the policy is merely for all of them."""
    MENTION = 1
    """Every subject is there, but not all as what it is about."""
    SUBJECT = 2
    """It is about every subject, but not about the support that was asked for."""
    FULL = 3
    """It is about every subject, and gives what was asked for."""
    NAMED = 4
    """Its title holds the whole query, and the query is long enough to be a name."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its grade and relevance."""

    candidate: Candidate
    grade: Grade
    relevance: float
    verbatim: bool = False
    """Whether the whole query stands in it word for word."""

    @property
    def order(self) -> tuple[int, bool, int, int, int]:
        """Grade, in force, relevance, nearness, newest."""
        one, steps = self.candidate, round(self.relevance / _STEP)
        return (-self.grade, one.expired, -steps, one.nearness, -one.policy_id)


def rank(candidates: Sequence[Candidate], query: ParsedQuery) -> list[Ranked]:
    """The candidates that answer, in the order in which they are shown."""
    subjects, extras = query.subjects, query.extras
    graded = (_grade(one, query, subjects, extras) for one in candidates)
    return _in_force_first(
        sorted((found for found in graded if found is not None), key=lambda found: found.order)
    )


def _in_force_first(answers: list[Ranked]) -> list[Ranked]:
    """What has expired stands last on the first page, and after it, unless it is what was asked for."""
    if not answers or answers[0].candidate.expired:
        return answers
    first, others = answers[:_FIRST_PAGE], answers[_FIRST_PAGE:]
    return [
        found for part in (first, others) for found in sorted(part, key=lambda one: one.candidate.expired)
    ]


def _grade(
    one: Candidate, query: ParsedQuery, subjects: Sequence[Concept], extras: Sequence[Concept]
) -> Ranked | None:
    strengths = [strength(one, concept) for concept in subjects]
    if not all(strengths):
        return None
    whole = "".join(query.phrases)
    verbatim = len(whole) >= _SHORTEST_QUOTE and (whole in one.body or whole in one.title)
    weight = sum(concept.weight for concept in subjects)
    relevance = (
        sum(concept.weight * found for concept, found in zip(subjects, strengths, strict=True)) / weight
    )
    aids = [strength(one, concept) for concept in extras if concept.weight >= 0.3]
    hints = [concept for concept in extras if concept.weight < 0.3 and _says(one.title, concept)]
    relevance += sum(0.2 * found for found in aids) + _HINT * len(hints) + _phrase_bonus(one, query)
    if len(subjects) > 1 and _share_a_sentence(one, subjects):
        relevance += _SAME_SENTENCE
    if len(whole) >= _SHORTEST_NAME and whole in _unbroken(one.title):
        return Ranked(one, Grade.NAMED, relevance)
    if min(strengths) <= EVERYBODY:
        return Ranked(one, Grade.EVERYBODY, relevance)
    if min(strengths) < STRONG_FROM:
        return _mentioned(one, query, max(strengths), Ranked(one, Grade.MENTION, relevance, verbatim))
    return Ranked(one, Grade.FULL if all(aids) else Grade.SUBJECT, relevance)


def _mentioned(one: Candidate, query: ParsedQuery, strongest: float, found: Ranked) -> Ranked | None:
    """A policy that says something of a subject only in passing, unless that is just what was asked for."""
    subjects, extras = query.subjects, query.extras
    if _gives_a_figure(one, subjects, extras):
        return Ranked(one, Grade.FULL, found.relevance + _SAME_CLAUSE)
    if _gives_in_a_clause(one, subjects, extras):
        return Ranked(one, Grade.SUBJECT, found.relevance + _SAME_CLAUSE)
    if strongest < STRONG_FROM and not any(_is_unmistakable(one, concept) for concept in subjects):
        return None  # short synonyms of everything, all in passing: that is a coincidence
    return found


def strength(one: Candidate, concept: Concept) -> float:
    """How strongly a policy answers a concept, 0 (not at all) to 1 (in its title, as typed)."""
    best = LABEL if concept.label is not None and concept.label in one.labels else 0.0
    for option in concept.options:
        if best >= option.closeness:
            break
        best = max(best, option.closeness * _place(one, option.text))
    if _TITLE_BY_OTHERS <= best < TITLE and concept.text in one.body:
        best = min(best + _SAID_TOO, TITLE)
    if not best and concept.is_industry and EVERY_INDUSTRY in one.labels:
        return EVERYBODY
    return best


def _place(one: Candidate, wording: str) -> float:
    if PARTED in wording:
        places = [_place(one, part) for part in wording.split(PARTED)]
        return min(places)
    if wording in one.title:
        return TITLE
    if wording in one.audience:
        return AUDIENCE
    if wording in one.body:
        return SENTENCE_MENTION
    return OFFICES if wording in one.offices else 0.0


def _says(text: str, concept: Concept) -> bool:
    return any(_has(text, option.text) for option in concept.options)


def _has(text: str, wording: str) -> bool:
    if PARTED not in wording:
        return wording in text
    return all(part in text for part in wording.split(PARTED))


def _is_unmistakable(one: Candidate, concept: Concept) -> bool:
    """Whether a mention is of the very word, or of a wording too long to stand there by accident."""
    wordings = (option.text for option in concept.options)
    telling = [wording for wording in wordings if wording in concept.text or len(wording) > 2]
    return any(_has(one.body, wording) or wording in one.offices for wording in telling)


def _share_a_sentence(one: Candidate, subjects: Sequence[Concept]) -> bool:
    sentences = [one.title, *one.body.split(SENTENCE)]
    first, *others = subjects
    telling = (sentence for sentence in sentences if _says(sentence, first))
    return any(all(_says(sentence, concept) for concept in others) for sentence in telling)


def _gives_in_a_clause(one: Candidate, subjects: Sequence[Concept], extras: Sequence[Concept]) -> bool:
    """Whether one clause, or two side by side, name what was asked about together with the support for it."""
    support = [concept for concept in extras if concept.role is Role.AID]
    if not support or len(subjects) > 1:
        return False
    clauses = ["", *one.body.replace(SENTENCE, BREAK).split(BREAK), ""]
    return any(
        _says(clause, subjects[0]) and _says(before + clause + after, support[0])
        for before, clause, after in zip(clauses, clauses[1:], clauses[2:], strict=False)
    )


def _gives_a_figure(one: Candidate, subjects: Sequence[Concept], extras: Sequence[Concept]) -> bool:
    """Whether one sentence holds the figure that was asked for together with every subject."""
    figures = [concept for concept in extras if concept.text[:1].isdigit()]
    if not figures:
        return False
    wanted = [*subjects, *figures]
    return any(all(_says(part, concept) for concept in wanted) for part in one.body.split(SENTENCE))


def _phrase_bonus(one: Candidate, query: ParsedQuery) -> float:
    whole = "".join(query.phrases)
    title = _unbroken(one.title)
    if whole == title:
        return _WHOLE_TITLE
    bonus = 0.0
    for phrase in query.phrases:
        if len(phrase) > 2:
            bonus += _PHRASE_IN_TITLE if phrase in title else _PHRASE_IN_BODY * (phrase in one.body)
    return bonus


def _unbroken(title: str) -> str:
    return title.replace(BREAK, "").replace(SENTENCE, "")
