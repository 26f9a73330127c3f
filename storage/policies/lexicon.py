"""What the search remembers per process: the terms of all published policies, by spelling and by sound.

Read again whenever the index's stamp differs from the remembered one, be it changed by this process, by
another one, or taken back by a rollback.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, text
from sqlmodel import Session

from storage.policies.sounds import blur_sound, initials_of, sound_of
from storage.policies.terms import TermKind, is_subject
from storage.policies.vocabulary import EQUAL, packaged_synonyms, vocabulary

Synonyms = Mapping[str, tuple[tuple[str, float], ...]]
_Texts = dict[str, tuple[str, ...]]
HOLE = "*"
"""Stands for the character, or syllable, that is left open."""
_MOST_FREQUENT = 200
_SHORTEST_FOR_TWO_SLIPS = 4
_SHORTEST_TO_SHORTEN = 4
_LONGEST_WITH_SLIPS = 6
"""Slips in longer terms are found in their parts."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the policies, or a word that only the vocabulary knows (in no document)."""

    text: str
    kind: TermKind
    sound: str
    documents: int = 0
    titles: int = 0

    @property
    def weight(self) -> tuple[int, int, str]:
        """Orders terms by how much a correction should prefer them."""
        return (self.titles, self.documents, self.text)


class Lexicon:
    """All known terms as of one state of the index."""

    def __init__(self, terms: Iterable[Term], synonyms: Synonyms, *, stamp: str, policies: int) -> None:
        self.terms = {term.text: term for term in terms}
        self.synonyms = synonyms
        self.stamp = stamp
        self.policies = max(policies, 1)

    def is_word(self, word: str) -> bool:
        """Whether this is a unit that occurs in the policies: a word, or one completed by a character."""
        term = self.terms.get(word)
        return term is not None and term.kind is not TermKind.PHRASE

    def documents_with(self, word: str) -> int:
        """In how many policies the term occurs; 0 for what is no term (it may occur all the same)."""
        term = self.terms.get(word)
        return term.documents if term else 0

    def rarity(self, word: str) -> float:
        """How much finding this word says: 1 for what is everywhere, more the rarer it is."""
        found = self.documents_with(word) or 1
        return 1.0 + log(1 + self.policies / found) / 4

    @cached_property
    def known(self) -> dict[str, Term]:
        """Terms of the policies, and the vocabulary's words that lead to them."""
        words = vocabulary()
        extra = set(self.synonyms) | words.words("aid") | words.words("generic")
        for group in ("query_factors", "query_industries"):
            extra |= set(words.by_word(group))
        known = dict(self.terms)
        for word in extra - known.keys():
            if len(word) > 1 and word.isalpha() and not word.isascii():
                known[word] = Term(word, TermKind.WORD, sound_of(word))
        return known

    def sounding(self, blurred: str) -> list[Term]:
        """Terms of this blurred sound, the likeliest first."""
        return [self.known[text] for text in self._by_sound.get(blurred, ())]

    def beginning(self, initials: str) -> list[Term]:
        """Terms whose syllables begin with these letters, the likeliest first."""
        return [self.known[text] for text in self._by_initials.get(initials, ())]

    def spelled(self, hole: str) -> list[Term]:
        """Terms of this spelling with one character left open."""
        return [self.known[text] for text in self._by_spelling_hole.get(hole, ())]

    def sounding_like(self, hole: str) -> list[Term]:
        """Longer terms of this blurred sound with one syllable left open."""
        return [self.known[text] for text in self._by_sound_hole.get(hole, ())]

    def framed(self, first: str, other: str) -> list[Term]:
        """Longer terms of the policies by their first character and their third or last one."""
        return [self.terms[text] for text in self._by_frame.get(first + other, ())]

    def holding(self, char: str) -> list[Term]:
        """Telling words of titles that hold a character, the likeliest first."""
        return [self.terms[text] for text in self._by_character.get(char, ())]

    @cached_property
    def frequent(self) -> list[Term]:
        """Telling words of titles, those of most titles first."""
        words = (term for term in self._offered if term.kind is TermKind.WORD)
        return sorted(words, key=lambda term: term.weight, reverse=True)[:_MOST_FREQUENT]

    def prepare(self) -> None:
        """Build every table now rather than at the first search that needs it."""
        for table in (self._by_sound, self._by_initials, self._by_spelling_hole, self._by_sound_hole):
            len(table)
        len(self._by_character) + len(self._by_frame) + len(self.frequent)

    @cached_property
    def _offered(self) -> list[Term]:
        terms = (term for term in self.terms.values() if term.titles and term.kind is not TermKind.PHRASE)
        return [term for term in terms if is_subject(term.text)]

    @cached_property
    def _by_sound(self) -> _Texts:
        return _grouped((blur_sound(term.sound), term) for term in self.known.values())

    @cached_property
    def _by_initials(self) -> _Texts:
        return _grouped((initials_of(term.sound), term) for term in self.known.values())

    @cached_property
    def _by_spelling_hole(self) -> _Texts:
        short = [term for term in self.known.values() if len(term.text) <= _LONGEST_WITH_SLIPS]
        return _grouped((hole, term) for term in short for hole in spelling_holes(term.text))

    @cached_property
    def _by_sound_hole(self) -> _Texts:
        sizes = range(_SHORTEST_FOR_TWO_SLIPS, _LONGEST_WITH_SLIPS + 1)
        longer = [term for term in self.known.values() if len(term.text) in sizes]
        return _grouped((hole, term) for term in longer for hole in sound_holes(blur_sound(term.sound)))

    @cached_property
    def _by_frame(self) -> _Texts:
        longer = [term for term in self.terms.values() if len(term.text) >= _SHORTEST_TO_SHORTEN]
        framed = [(term.text[0] + term.text[-1], term) for term in longer]
        return _grouped(framed + [(term.text[0] + term.text[2], term) for term in longer])

    @cached_property
    def _by_character(self) -> _Texts:
        return _grouped((char, term) for term in self._offered for char in set(term.text))


def spelling_holes(word: str) -> list[str]:
    """The spellings of a word with one character left open."""
    return [word[:at] + HOLE + word[at + 1 :] for at in range(len(word))]


def sound_holes(sound: str) -> list[str]:
    """The spellings of a sound with one syllable left open."""
    syllables = sound.split(" ")
    return [" ".join([*syllables[:at], HOLE, *syllables[at + 1 :]]) for at in range(len(syllables))]


def _grouped(pairs: Iterable[tuple[str, Term]]) -> _Texts:
    """Key → texts of terms, the likeliest first. Tuples of texts: the garbage collector leaves them alone."""
    groups: defaultdict[str, list[Term]] = defaultdict(list)
    for key, term in pairs:
        groups[key].append(term)
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=lambda term: term.weight, reverse=True)
    return {key: tuple(term.text for term in group) for key, group in groups.items()}


_remembered: WeakKeyDictionary[Engine, Lexicon] = WeakKeyDictionary()
_STATE = text("SELECT stamp FROM policy_index_state WHERE id = 1")
_COUNT = text("SELECT count(*) FROM policy_place")
_TERMS = text("SELECT term, kind, sound, documents, titles FROM policy_term")
_SYNONYMS = text("SELECT word, meaning, both_ways FROM policy_synonym ORDER BY id")


def current_lexicon(session: Session) -> Lexicon:
    """The lexicon as this transaction sees the index."""
    connection = session.connection()
    stamp = str(connection.execute(_STATE).scalar() or "")
    remembered = _remembered.get(connection.engine)
    if remembered is not None and remembered.stamp == stamp:
        return remembered
    lexicon = _load(connection, stamp)
    _remembered[connection.engine] = lexicon
    return lexicon


def _load(connection: Connection, stamp: str) -> Lexicon:
    kinds = {kind.value: kind for kind in TermKind}
    terms = [
        Term(term, kinds[kind], sound, documents, titles)
        for term, kind, sound, documents, titles in connection.execute(_TERMS)
    ]
    policies = int(connection.execute(_COUNT).scalar_one())
    return Lexicon(terms, _all_synonyms(connection), stamp=stamp, policies=policies)


def _all_synonyms(connection: Connection) -> Synonyms:
    merged = dict(packaged_synonyms())
    for word, meaning, both_ways in connection.execute(_SYNONYMS):
        merged[word] = ((meaning, EQUAL), *merged.get(word, ()))
        if both_ways:
            merged[meaning] = ((word, EQUAL), *merged.get(meaning, ()))
    return merged
