"""The words that the policy rooms recognise, read once from packaged data."""

import csv
from dataclasses import dataclass
from functools import cache
from io import StringIO

from storage.packaged import packaged_text, packaged_toml
from storage.policies.texts import fold


class VocabularyBroken(ValueError):
    """A packaged vocabulary file does not have the shape that the programme expects."""


@dataclass(frozen=True)
class Vocabulary:
    """Word tables of vocabulary.toml; all words are folded."""

    groups: dict[str, dict[str, tuple[str, ...]]]
    """Group → identifier → words."""

    def words(self, group: str, key: str = "words") -> frozenset[str]:
        """All words of one entry. Raises VocabularyBroken."""
        return _frozen(self.listed(group, key))

    def listed(self, group: str, key: str = "words") -> tuple[str, ...]:
        """The words of one entry in their order. Raises VocabularyBroken."""
        try:
            return self.groups[group][key]
        except KeyError:
            raise VocabularyBroken(f"vocabulary.toml: {group}.{key}") from None

    def by_word(self, group: str) -> dict[str, str]:
        """Word → identifier. Raises VocabularyBroken."""
        if group not in self.groups:
            raise VocabularyBroken(f"vocabulary.toml: {group}")
        return {word: key for key, words in self.groups[group].items() for word in words}


@cache
def vocabulary() -> Vocabulary:
    """The packaged vocabulary."""
    groups: dict[str, dict[str, tuple[str, ...]]] = {}
    for group, entries in packaged_toml("search", "vocabulary.toml").items():
        if not isinstance(entries, dict):
            raise VocabularyBroken(f"vocabulary.toml: {group}")
        groups[group] = {str(key): _words(words) for key, words in entries.items()}
    return Vocabulary(groups)


@cache
def _frozen(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


def read_word(group: str, word: str) -> str | None:
    """The identifier of an accepted word of a group such as `level_values`, or None."""
    return vocabulary().by_word(group).get(fold(word).strip())


def listed_words(group: str) -> tuple[str, ...]:
    """The word that we write for each identifier of a group."""
    return tuple(words[0] for words in vocabulary().groups[group].values())


def _words(words: object) -> tuple[str, ...]:
    if not isinstance(words, list):
        raise VocabularyBroken("vocabulary.toml: a list of words was expected")
    return tuple(fold(str(word)) for word in words)


@cache
def packaged_synonyms() -> dict[str, tuple[tuple[str, float], ...]]:
    """Word → other words that find what it means, with how close they are (0-1)."""
    content = packaged_toml("search", "synonyms.toml")
    found: dict[str, dict[str, float]] = {}
    leads = content.get("leads")
    if not isinstance(leads, dict):
        raise VocabularyBroken("synonyms.toml: leads")
    for section, closeness in (("same", SAME), ("equal", EQUAL)):
        for words in _lines(content.get(section)):
            for word in words:
                entry = found.setdefault(word, {})
                for other in words:
                    if other != word:
                        entry.setdefault(other, closeness)
    for words, meanings in leads.items():
        for word in fold(words).split():
            entry = found.setdefault(word, {})
            for meaning in (fold(str(each)).replace(_APART, PARTED) for each in meanings):
                if meaning != word:
                    entry.setdefault(meaning, LEAD)
    return {word: tuple(others.items()) for word, others in found.items()}


def _lines(lines: object) -> list[list[str]]:
    if not isinstance(lines, list):
        raise VocabularyBroken("synonyms.toml: lines of words were expected")
    return [[word.replace(_APART, PARTED) for word in fold(str(line)).split()] for line in lines]


_APART = "~"
PARTED = " "
"""Between the words of a wording whose words may stand apart."""
SAME = 0.98
"""How close a short form is to the full form: nearness decides between policies that differ only in this."""
EQUAL = 0.92
"""How close a synonym is to the word itself."""
LEAD = 0.82
"""How close the official words are to what people say for them."""


@cache
def lookalikes() -> dict[str, frozenset[str]]:
    """Character → characters whose printed shape is easily taken for it."""
    rows = csv.DictReader(StringIO(packaged_text("search", "lookalikes.csv")))
    return {row["character"]: frozenset(row["lookalikes"]) for row in rows}
