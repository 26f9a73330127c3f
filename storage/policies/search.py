"""The one entrance to searching policies (M18, scenario 34)."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from storage.policies.candidates import (
    MOST_CANDIDATES,
    Found,
    all_of,
    filter_parts,
    find_by_number,
    find_candidates,
    query_expression,
)
from storage.policies.corrections import corrections_of
from storage.policies.lexicon import Lexicon, current_lexicon
from storage.policies.near import near_words
from storage.policies.numbers import parse_document_number
from storage.policies.queries import LONGEST_QUERY, Concept, ParsedQuery, SearchFilters, parse_query
from storage.policies.ranking import Grade, rank
from storage.policies.relaxing import (
    sayings_alone,
    shorter_readings,
    without_one,
    without_story,
    without_unknown,
)
from storage.policies.rows import list_policies_by_id
from storage.policies.slips import correct_slips
from storage.policies.tables import Policy
from storage.policies.terms import is_topic
from storage.policies.vocabulary import lookalikes

PER_PAGE = 5
_LABELS = 10
"""Into about so many labels of a kind the policies are divided."""
_ENOUGH = 20
"""With so many policies that are about the query, passing mentions are not looked for."""


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
    search = _Search(session, current_lexicon(session), filters or SearchFilters(), today)
    literal = parse_query(query, search.lexicon)
    answer = search.answer(query[:LONGEST_QUERY], literal)
    if answer is None:
        near = near_words(literal, search.lexicon)
        return SearchResult(query, (), 0, 1, 0, search.asked.over(literal.filters), near=near)
    pages = -(-len(answer.ids) // per_page)
    page = min(max(page, 1), pages)
    policies = list_policies_by_id(session, answer.ids[(page - 1) * per_page : page * per_page])
    return SearchResult(
        query,
        tuple(SearchHit(policy, policy.is_expired(today)) for policy in policies),
        len(answer.ids),
        page,
        pages,
        answer.filters,
        searched_for=answer.searched_for,
        capped=answer.capped,
    )


def prepare_search(session: Session) -> None:
    """Read and build what searches need now, rather than at the first of them."""
    lexicon = current_lexicon(session)
    lexicon.prepare()
    for term in lexicon.frequent[:1]:
        correct_slips(term.text[::-1], lexicon)
        is_topic(term.text[::-1])
    lookalikes()


@dataclass(frozen=True)
class _Answer:
    ids: tuple[int, ...]
    filters: SearchFilters
    searched_for: str | None = None
    capped: bool = False


@dataclass(frozen=True)
class _Search:
    session: Session
    lexicon: Lexicon
    asked: SearchFilters
    today: date

    def answer(self, query: str, literal: ParsedQuery) -> _Answer | None:
        """What answers, read as a number, as typed, corrected, or with one subject missing; else None."""
        number = parse_document_number(query)
        if number is not None:
            ids = find_by_number(self.session, number)
            if ids:
                return _Answer(self._in_force_first(ids), self.asked)
            if number.certain:
                return None
        return self._as_typed(literal) or self._corrected(query, literal) or self._relaxed(literal)

    def _in_force_first(self, ids: list[int]) -> tuple[int, ...]:
        policies = list_policies_by_id(self.session, ids)
        policies.sort(key=lambda policy: policy.is_expired(self.today))
        return tuple(policy.id for policy in policies if policy.id is not None)

    def _as_typed(self, query: ParsedQuery, *, least: Grade = Grade.EVERYBODY) -> _Answer | None:
        filters = self.asked.over(query.filters)
        if not query.concepts:
            return self._all_under(filters) if filters != SearchFilters() else None
        found = self._candidates(query, filters)
        ranked = [entry for entry in rank(found.candidates, query) if entry.grade >= least or entry.verbatim]
        ids = tuple(entry.candidate.policy_id for entry in ranked)
        return _Answer(ids, filters, capped=found.more) if ids else None

    def _all_under(self, filters: SearchFilters) -> _Answer | None:
        """Everything that the conditions allow, when nothing else was asked."""
        parts = filter_parts(filters)
        expression = all_of(parts) if parts else None
        found = find_candidates(self.session, expression, filters, today=self.today)
        ids = tuple(one.policy_id for one in found.candidates)
        return _Answer(ids, filters, capped=found.more) if ids else None

    def _candidates(self, query: ParsedQuery, filters: SearchFilters) -> Found:
        """All that may answer; when these are too many to rank, those whose titles and labels do."""
        if all(self._titles_with(one) > MOST_CANDIDATES for one in query.subjects):
            strong = self._find(query, filters, strong=True)
            if len(strong.candidates) >= _ENOUGH:
                return strong
        found = self._find(query, filters, strong=False)
        if not found.more:
            return found
        strong = self._find(query, filters, strong=True)
        return strong if strong.candidates else found

    def _find(self, query: ParsedQuery, filters: SearchFilters, *, strong: bool) -> Found:
        expression = query_expression(query.subjects, filters, strong=strong)
        return find_candidates(self.session, expression, filters, today=self.today)

    def _titles_with(self, concept: Concept) -> int:
        """About how many policies have the concept in their titles, or are filed under it."""
        terms = (self.lexicon.terms.get(option.text) for option in concept.options)
        filed = self.lexicon.policies // _LABELS if concept.label is not None else 0
        return filed + sum(term.titles for term in terms if term)

    def _corrected(self, query: str, literal: ParsedQuery) -> _Answer | None:
        for correction in corrections_of(query, self.lexicon):
            meant = parse_query(correction.text, self.lexicon)
            if meant.filters != literal.filters:
                continue  # a slip never turns a word into a condition
            answer = self._as_typed(meant, least=Grade.SUBJECT if correction.guessed else Grade.EVERYBODY)
            if answer is not None:
                return replace(answer, searched_for=correction.text)
        return None

    def _relaxed(self, query: ParsedQuery) -> _Answer | None:
        """Without a word that nothing answers, as long as the rest says enough."""
        for readings, least in (
            (without_story(query, self.lexicon), Grade.SUBJECT),
            (without_one(query, self.lexicon), Grade.MENTION),
            (shorter_readings(query, self.lexicon), Grade.SUBJECT),
            (without_unknown(query, self.lexicon), Grade.MENTION),
            (sayings_alone(query, self.lexicon), Grade.SUBJECT),
        ):
            for shorter in readings:
                answer = self._as_typed(shorter, least=least)
                if answer is not None:
                    return replace(answer, searched_for=" ".join(one.text for one in shorter.concepts))
        return None
