"""Teaching the search words: synonyms of the office, and what people did not find (M18)."""

from datetime import datetime

from sqlmodel import Session

from services.outcomes import Outcome, Stale
from services.people import Hats
from services.rights import Right, require
from storage.policies import (
    PolicySynonym,
    add_synonym,
    drop_misses,
    drop_synonym,
    find_synonym,
    list_synonyms,
)

LONGEST_WORD = 40


class SynonymUnfit(Outcome):
    """Too short, too long, or the same word twice."""

    template = "policies/refused/synonym_unfit"


class SynonymKnown(Outcome):
    """The office has added it already."""

    template = "policies/refused/synonym_known"


def teach_synonym(session: Session, word: str, meaning: str, *, hats: Hats, now: datetime) -> PolicySynonym:
    """Whoever types one of the two also finds the other. Raises NotAllowed, SynonymUnfit, SynonymKnown."""
    require(Right.KEEP_POLICIES, hats)
    words = ["".join(one.split()) for one in (word, meaning)]
    if words[0] == words[1] or any(not 1 < len(one) <= LONGEST_WORD for one in words):
        raise SynonymUnfit(limit=LONGEST_WORD)
    if any({one.word, one.meaning} == set(words) for one in list_synonyms(session)):
        raise SynonymKnown(word=words[0], meaning=words[1])
    added = add_synonym(
        session,
        PolicySynonym(word=words[0], meaning=words[1], added_by_id=hats.person.id, created_at=now),
    )
    drop_misses(session, word)
    return added


def forget_synonym(session: Session, synonym_id: int, *, hats: Hats) -> None:
    """Raises NotAllowed, Stale."""
    require(Right.KEEP_POLICIES, hats)
    found = find_synonym(session, synonym_id)
    if found is None:
        raise Stale
    drop_synonym(session, found)
