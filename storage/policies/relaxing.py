"""When nothing answers all of a query: what it still says with a word or two left out.

People tell a story around the thing they ask for (what happened, who asks, with which object). A word may go
unanswered when what is left says at least half: the rarer a word is in the language, the more it says, and
what somebody does says less than a thing. Who asks for `price of graves` is not shown every price.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from math import log

from storage.policies.lexicon import HOLE, Lexicon
from storage.policies.queries import Concept, ParsedQuery
from storage.policies.terms import frequency, is_dictionary_word, is_topic
from storage.policies.vocabulary import EQUAL, PARTED, vocabulary
from storage.policies.wordings import Option

_MOST_SUBJECTS = 6
_MOST_READINGS = 4
_SUBJECTS_TO_SPARE = 3
_ENOUGH = 0.499
"""Which share of what a query says has to be answered: about half."""
_MOST = 0.6
"""From this share on the rest may be answered by what it leads to; below it is taken at its word."""
_SAYING = 0.3
"""The same for an everyday expression."""
_SHORTEST_SAYING = 3
_TOLD = 0.9
"""How much a word that only tells what somebody does says, compared with a thing."""
_CORPUS = 60_000_000
"""Words of the text from which the dictionary took its frequencies."""
_RAREST = 40
"""Rarer words than this say no more: their frequency is chance."""


def shorter_readings(query: ParsedQuery, lexicon: Lexicon) -> Iterator[ParsedQuery]:
    """The query with some of its subjects left out, those that say most first; what is left is
    taken at its word unless it says by far the most.
    """
    subjects = query.subjects
    if not 1 < len(subjects) <= _MOST_SUBJECTS:
        return
    said = {concept.text: _said(concept) for concept in subjects}
    whole = sum(said.values())
    acts = vocabulary().words("acts")
    ways = [
        (sum(said[concept.text] for concept in kept), kept)
        for count in range(1, len(subjects))
        for kept in combinations(subjects, count)
        if not all(concept.label or concept.text in acts for concept in kept)
    ]
    ways.sort(key=lambda way: -way[0])
    for value, kept in ways[:_MOST_READINGS]:
        if value >= _ENOUGH * whole:
            words = kept if value >= _MOST * whole else tuple(_as_said(concept) for concept in kept)
            if all(_is_unit(concept.text, lexicon) for concept in words):
                yield replace(query, concepts=words, phrases=())


def without_story(query: ParsedQuery, lexicon: Lexicon) -> Iterator[ParsedQuery]:
    """The query without unknown words that only tell what somebody does, when and how."""
    subjects = query.subjects
    topics = tuple(one for one in subjects if _is_known(one, lexicon) or is_topic(one.text))
    if len(topics) < len(subjects) and (len(topics) > 1 or any(len(one.text) > 2 for one in topics)):
        yield replace(query, concepts=topics)


def without_one(query: ParsedQuery, lexicon: Lexicon) -> Iterator[ParsedQuery]:
    """The query without one of three or more subjects, the least telling first, if policies know them all."""
    subjects = query.subjects
    if len(subjects) < _SUBJECTS_TO_SPARE or not all(_is_known(concept, lexicon) for concept in subjects):
        return
    ways = combinations(subjects, len(subjects) - 1)
    for kept in sorted(ways, key=lambda way: -sum(concept.weight for concept in way)):
        yield replace(query, concepts=kept)


def without_unknown(query: ParsedQuery, lexicon: Lexicon) -> Iterator[ParsedQuery]:
    """The query without the words that no policy holds, if two or more others say half of it."""
    subjects = query.subjects
    known = tuple(one for one in subjects if _is_known(one, lexicon))
    whole = sum(_said(concept) for concept in subjects)
    says_enough = sum(_said(concept) for concept in known) >= _ENOUGH * whole
    acts = vocabulary().words("acts")
    if 1 < len(known) < len(subjects) and says_enough and not all(one.text in acts for one in known):
        yield replace(query, concepts=known)


def sayings_alone(query: ParsedQuery, lexicon: Lexicon) -> Iterator[ParsedQuery]:
    """An everyday expression without the story around it, the longest first.

    What is said for something, and is no word of the dictionary, says by itself what is meant: whoever
    says that nobody can be hired need not name the workshop.
    """
    subjects = query.subjects
    whole = sum(_said(concept) for concept in subjects)
    if not 1 < len(subjects) <= _MOST_SUBJECTS:
        return
    for concept in sorted(subjects, key=lambda one: -len(one.text)):
        if _is_saying(concept, lexicon) and _said(concept) >= _SAYING * whole:
            yield replace(query, concepts=(concept,), phrases=())


def _is_saying(concept: Concept, lexicon: Lexicon) -> bool:
    text = concept.text
    is_long = len(text) >= _SHORTEST_SAYING
    return is_long and text in lexicon.synonyms and not concept.label and not is_dictionary_word(text)


def _said(concept: Concept) -> float:
    said = log(_CORPUS / (frequency(concept.text) + _RAREST))
    return said if is_topic(concept.text) else said * _TOLD


def _as_said(concept: Concept) -> Concept:
    """The word itself, be it inside a longer one, or what means the same; not what it merely leads to."""
    same = (
        option
        for option in concept.options
        if option.closeness >= EQUAL or concept.text in option.text.replace(PARTED, "")
    )
    return replace(concept, options=tuple(same) or (Option(concept.text),))


def _is_unit(word: str, lexicon: Lexicon) -> bool:
    """Whether policies have these characters as a word, or at an end of one, not across two words."""
    longer = (*lexicon.spelled(word + HOLE), *lexicon.spelled(HOLE + word))
    return len(word) != 2 or word in lexicon.known or any(map(lexicon.is_word, (one.text for one in longer)))


def _is_known(concept: Concept, lexicon: Lexicon) -> bool:
    return concept.label is not None or any(option.text in lexicon.terms for option in concept.options)
