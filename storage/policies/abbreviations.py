"""Short forms of Chinese terms: one character of each word (4 characters to 2), or some of a longer name."""

from collections.abc import Iterator

from storage.policies.lexicon import Lexicon
from storage.policies.terms import TermKind, is_dictionary_word

_FULL = 4
_LONGEST_NAME = 8


def unfold(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Terms of the policies of which an unknown word may be the short form, or which are its short form.

    A word of the dictionary only stands for words of the dictionary: it has a meaning of its own.
    """
    if len(text) == _FULL:
        for short in (text[0] + text[2], text[0] + text[3]):
            if short in lexicon.terms:
                yield short
    elif len(text) in (2, 3):
        is_word = is_dictionary_word(text)
        for term in lexicon.framed(text[0], text[-1]):
            if is_word and term.kind is not TermKind.WORD:
                continue
            if _is_two_of_four(text, term.text) or _is_longer_name(text, term.text):
                yield term.text


def _is_two_of_four(short: str, full: str) -> bool:
    return len(short) == 2 and len(full) == _FULL and full[2] == short[1]


def _is_longer_name(short: str, name: str) -> bool:
    is_framed = name[0] == short[0] and name[-1] == short[-1] and _FULL < len(name) <= _LONGEST_NAME
    return len(short) == 3 and is_framed and short[1] in name[1:-1]
