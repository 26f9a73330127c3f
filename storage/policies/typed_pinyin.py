"""Latin letters read as pinyin: whole syllables with or without blanks, or the first letters of words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import log

from storage.policies.lexicon import Lexicon, Term
from storage.policies.sounds import blur_sound, split_syllables
from storage.policies.vocabulary import vocabulary

MOST_READINGS = 6
_LONGEST_TERM = 9
_WORDS_PER_KEY = 5
_MOST_LETTERS = 60
_MOST_INITIALS = 12
_BLUR_COST = 1.0
_ASKED_FOR = 1.0
"""What a word that people ask for (it has synonyms) is worth more than one that policies merely use."""


@dataclass(frozen=True)
class _Reading:
    value: float
    text: str


Words = Callable[[int, int], list[_Reading]]
"""What may stand between two places."""


def read_letters(tokens: Sequence[str], lexicon: Lexicon) -> list[tuple[str, bool]]:
    """What a row of letter tokens may spell, the likeliest first, and whether initials were used."""
    if sum(map(len, tokens)) > _MOST_LETTERS:
        return []
    spelled = _read_syllables(tokens, lexicon)
    if spelled:
        return [(reading.text, False) for reading in spelled]
    mixed: list[list[tuple[_Reading, bool]]] = []
    for token in tokens:
        whole = [(reading, False) for reading in _read_syllables([token], lexicon)]
        mixed.append(whole or [(reading, True) for reading in _read_initials(token, lexicon)])
    ways = [_joined(way) for way in product(*(options[:3] for options in mixed))]
    ways.sort(key=lambda way: way[0].value, reverse=True)
    return [(reading.text, guessed) for reading, guessed in ways[:MOST_READINGS] if reading.text]


def _joined(way: Sequence[tuple[_Reading, bool]]) -> tuple[_Reading, bool]:
    value = sum(reading.value for reading, _ in way)
    text = "".join(reading.text for reading, _ in way)
    return _Reading(value, text), any(guessed for _, guessed in way)


def _read_syllables(tokens: Sequence[str], lexicon: Lexicon) -> list[_Reading]:
    splits = [split_syllables(token, limit=4)[:3] for token in tokens]
    if not all(splits):
        return []
    readings: list[_Reading] = []
    for way in list(product(*splits))[:MOST_READINGS]:
        syllables = [syllable for part in way for syllable in part]
        readings += _cover_syllables(syllables, lexicon)
    return _likeliest(readings)


def _cover_syllables(syllables: list[str], lexicon: Lexicon) -> list[_Reading]:
    def words(start: int, end: int) -> list[_Reading]:
        return _by_sound(syllables[start:end], lexicon)

    return _best_covers(len(syllables), words)


def _by_sound(syllables: list[str], lexicon: Lexicon) -> list[_Reading]:
    sound = " ".join(syllables)
    terms = lexicon.sounding(blur_sound(sound))
    if len(syllables) == 1:
        return []
    return [
        _Reading(_value(term, lexicon) - (0.0 if term.sound == sound else _BLUR_COST), term.text)
        for term in terms[: 2 * _WORDS_PER_KEY]
    ]


def _read_initials(token: str, lexicon: Lexicon) -> list[_Reading]:
    if not 2 <= len(token) <= _MOST_INITIALS:
        return []
    hollow = vocabulary().words("generic")

    def words(start: int, end: int) -> list[_Reading]:
        terms = lexicon.beginning(token[start:end])
        whole = end - start == len(token)
        meant = (term for term in terms if whole or term.text not in hollow)
        return [_Reading(_value(term, lexicon), term.text) for term in islice(meant, _WORDS_PER_KEY)]

    return _likeliest(_best_covers(len(token), words))


def _best_covers(length: int, words: Words) -> list[_Reading]:
    """The best ways to cover all places by words, each word standing for at least two."""
    best: list[list[_Reading]] = [[_Reading(0.0, "")]] + [[] for _ in range(length)]
    for end in range(2, length + 1):
        options = [
            _Reading(before.value + word.value, before.text + word.text)
            for start in range(max(0, end - _LONGEST_TERM), end - 1)
            if best[start]
            for word in words(start, end)
            for before in best[start]
        ]
        best[end] = _likeliest(options)
    return best[length]


def _likeliest(readings: list[_Reading]) -> list[_Reading]:
    distinct: dict[str, _Reading] = {}
    for reading in sorted(readings, key=lambda reading: (-reading.value, reading.text)):
        distinct.setdefault(reading.text, reading)
    return list(distinct.values())[:MOST_READINGS]


def _value(term: Term, lexicon: Lexicon) -> float:
    """Long terms say more than short ones; frequent ones are meant more often."""
    size = len(term.text)
    asked_for = _ASKED_FOR if term.titles and term.text in lexicon.synonyms else 0.0
    return size * size + 0.6 * log(1 + term.titles) + 0.25 * log(1 + term.documents) + asked_for
