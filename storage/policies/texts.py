"""Text as the search sees it: folded, cut into runs, and turned into index tokens.

A token is ASCII whatever the text was (characters as hexadecimal code points), so neither database's
tokenizer, nor its query syntax, ever meets what people typed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_RUNS = re.compile(r"[^\W_]+")
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")
_SENTENCE_ENDS = "\u3002;!?"
_QUOTES = "\"'`"
BREAK = ","
SENTENCE = "\u3002"


def fold(text: str) -> str:
    """One spelling for what looks the same: width, case, invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char in "\n\t" or unicodedata.category(char)[0] != "C")


def plain(text: str) -> str:
    """Folded text with quotation marks and brackets closed up, sentence ends as one mark and every other
    punctuation or blank as another, so that a phrase may run through quotes but not across a clause.
    """
    return "".join(_plain_character(char) for char in fold(text))


def _plain_character(char: str) -> str:
    if char.isalnum():
        return char
    if char in _QUOTES or unicodedata.category(char) in ("Ps", "Pe", "Pi", "Pf"):
        return ""
    return SENTENCE if char in _SENTENCE_ENDS else BREAK


def squeeze(text: str) -> str:
    """Only the letters and digits of a text, folded."""
    return "".join(_RUNS.findall(fold(text)))


def is_han(char: str) -> bool:
    """Whether this is a Chinese character."""
    return "\u3400" <= char <= "\u9fff" or char == "\u3007" or char >= "\U00020000"


def runs(text: str) -> Iterator[str]:
    """Stretches of Chinese characters, and stretches of other letters and digits, in order."""
    for stretch in _RUNS.findall(text):
        start = 0
        for at in range(1, len(stretch) + 1):
            if at == len(stretch) or is_han(stretch[at]) != is_han(stretch[start]):
                yield stretch[start:at]
                start = at


def grams(text: str) -> set[str]:
    """All single characters and overlapping pairs of Chinese runs, and other runs as a whole."""
    found: set[str] = set()
    for run in runs(text):
        if is_han(run[0]):
            found.update(run)
            found.update(run[at : at + 2] for at in range(len(run) - 1))
        else:
            found.add(run)
            found.update(_LETTERS_OR_DIGITS.findall(run))
    return found


def needed_grams(text: str) -> list[str]:
    """The fewest grams that a text containing `text` must have: pairs, or the lone character."""
    needed: list[str] = []
    for run in runs(text):
        if is_han(run[0]) and len(run) > 1:
            needed += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            needed.append(run)
    return needed


ANYWHERE = "b"
STRONG = "t"
LABEL = "x"
LONGEST_GRAM = 32


@lru_cache(maxsize=65_536)
def token(field: str, gram: str) -> str:
    """The index token of a gram in a field (ANYWHERE or STRONG)."""
    return field + "".join(f"{ord(char):04x}" for char in gram[:LONGEST_GRAM])


def label_token(label: str) -> str:
    """The index token of a label such as `level_district`."""
    return LABEL + label.replace("_", "")


def index_tokens(strong: Iterable[str], weak: Iterable[str], labels: Iterable[str]) -> list[str]:
    """Every token of a document: what its strong texts hold is found anywhere too."""
    strong_grams = set().union(*(grams(text) for text in strong))
    all_grams = strong_grams.union(*(grams(text) for text in weak))
    tokens = {token(STRONG, gram) for gram in strong_grams}
    tokens |= {token(ANYWHERE, gram) for gram in all_grams}
    tokens |= {label_token(label) for label in labels}
    return sorted(tokens)
