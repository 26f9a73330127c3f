"""The one entrance to searching policies (M18, scenario 34)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from sqlmodel import Session

from storage.policies.candidates import (
    MOST_CANDIDATES,
    Found,
    any_of,
    filter_parts,
    all_of,
    find_by_number,
    find_candidates,
    query_expression,
)
from storage.policies.corrections import corrections_of
from storage.policies.lexicon import Lexicon, current_lexicon
from storage.policies.near import near_words
from storage.policies.numbers import DocumentNumber, parse_document_number
from storage.policies.queries import Concept, ParsedQuery, SearchFilters, chunks_of, parse_query
from storage.policies.ranking import Grade, Ranked, rank
from storage.policies.rows import list_policies_by_id
from storage.policies.tables import Policy

PER_PAGE = 5
_SUBJECTS_TO_RELAX = 3


@dataclass(frozen=True)
class SearchHit:
    """A policy that was found; `expired` as of the day of the search."""

    policy: Policy
    expired: bool


@dataclass(frozen=True)
class SearchResult:
    """One page of what was found, and what explains it.

    `searched_for` is the query as understood when it was corrected, else None. `near` are words to try
    instead, only when nothing was found. `capped` says that there are more than `total`.
    """

    query: str
    hits: tuple[SearchHit, ...]
    total: int
    page: int
    pages: int
    filters: SearchFilters
    searched_for: str | None = None
    near: tuple[str, ...] = ()
    capped: bool = False


@dataclass(frozen=True)
class _Answer:
    ids: tuple[int, ...]
    filters: SearchFilters
    searched_for: str | None = None
    capped: bool = False


def search_policies(
    session: Session,
    query: str,
    *,
    today: date,
    filters: SearchFilters | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> SearchResult:
    """Find published policies by words, document number, pinyin or with slips; the same on both databases.

    In force first, then by relevance, then the nearest level. Nothing is shown that does not answer every
    subject of the query. `page` counts from 1 and is brought into range.
    """
    asked = filters or SearchFilters()
    lexicon = current_lexicon(session)
    literal = parse_query(query, lexicon)
    answer = _answer(session, query, literal, lexicon, asked, today)
    if answer is None:
        near = near_words(literal, lexicon)
        return SearchResult(query, (), 0, 1, 0, asked.over(literal.filters), near=near)
    pages = -(-len(answer.ids) // per_page)
    page = min(max(page, 1), pages)
    ids = answer.ids[(page - 1) * per_page : page * per_page]
    hits = tuple(SearchHit(policy, policy.is_expired(today)) for policy in list_policies_by_id(session, ids))
    return SearchResult(
        query,
        hits,
        len(answer.ids),
        page,
        pages,
        answer.filters,
        searched_for=answer.searched_for,
        capped=answer.capped,
    )


def _answer(
    session: Session, query: str, literal: ParsedQuery, lexicon: Lexicon, asked: SearchFilters, today: date
) -> _Answer | None:
    number = parse_document_number(query)
    if number is not None:
        ids = tuple(find_by_number(session, number))
        if ids:
            return _Answer(_in_force_first(session, ids, today), asked)
        if number.certain:
            return None
    found = _search_as(session, literal, asked, today)
    if found is not None or (not literal.concepts and not chunks_of(query)):
        return found
    for correction in corrections_of(query, lexicon):
        meant = parse_query(correction.text, lexicon)
        least = Grade.SUBJECT if correction.guessed else Grade.MENTION
        found = _search_as(session, meant, asked, today, least=least)
        if found is not None:
            return replace(found, searched_for=correction.text)
    return _search_relaxed(session, literal, lexicon, asked, today)


def _in_force_first(session: Session, ids: tuple[int, ...], today: date) -> tuple[int, ...]:
    policies = list_policies_by_id(session, ids)
    policies.sort(key=lambda policy: policy.is_expired(today))
    return tuple(policy.id for policy in policies if policy.id is not None)


def _search_as(
    session: Session,
    query: ParsedQuery,
    asked: SearchFilters,
    today: date,
    *,
    least: Grade = Grade.MENTION,
) -> _Answer | None:
    """What answers every subject of the query, or None."""
    filters = asked.over(query.filters)
    if not query.concepts and filters == SearchFilters():
        return None
    found = _candidates(session, query, filters, today)
    ranked = [entry for entry in rank(found.candidates, query) if entry.grade >= least] if query.concepts else None
    ids = _ids(ranked) if ranked is not None else tuple(one.policy_id for one in found.candidates)
    return _Answer(ids, filters, capped=found.total > MOST_CANDIDATES) if ids else None


def _candidates(session: Session, query: ParsedQuery, filters: SearchFilters, today: date) -> Found:
    """All that may answer; when these are too many to rank, those whose titles and labels do."""
    if not query.concepts:
        parts = filter_parts(filters)
        return find_candidates(session, all_of(parts) if parts else None, filters, today=today)
    anywhere = query_expression(query.subjects, filters, strong=False)
    found = find_candidates(session, anywhere, filters, today=today)
    if found.total <= MOST_CANDIDATES:
        return found
    strong = find_candidates(
        session, query_expression(query.subjects, filters, strong=True), filters, today=today
    )
    return strong if strong.candidates else found


def _ids(ranked: Sequence[Ranked]) -> tuple[int, ...]:
    return tuple(entry.candidate.policy_id for entry in ranked)


def _search_relaxed(
    session: Session, query: ParsedQuery, lexicon: Lexicon, asked: SearchFilters, today: date
) -> _Answer | None:
    """Of three subjects or more that all exist somewhere, one may be missing in what is about the others."""
    subjects = query.subjects
    if len(subjects) < _SUBJECTS_TO_RELAX or not all(_exists(concept, lexicon) for concept in subjects):
        return None
    for fewer in _without_one(subjects):
        answer = _search_as(session, replace(query, concepts=fewer), asked, today, least=Grade.SUBJECT)
        if answer is not None:
            return answer
    return None


def _without_one(subjects: tuple[Concept, ...]) -> Iterator[tuple[Concept, ...]]:
    """The subjects without one of them, the least telling left out first."""
    ways = list(combinations(subjects, len(subjects) - 1))
    return iter(sorted(ways, key=lambda way: -sum(concept.weight for concept in way)))


def _exists(concept: Concept, lexicon: Lexicon) -> bool:
    return concept.label is not None or any(option.text in lexicon.terms for option in concept.options)
