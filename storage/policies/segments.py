"""Cutting a Chinese chunk of a query into pieces that mean something."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from storage.policies.lexicon import Lexicon
from storage.policies.terms import TermKind, is_action, is_dictionary_word
from storage.policies.vocabulary import vocabulary

LONGEST_PIECE = 10
_FOREIGN = 2.0
"""What a dictionary word that no policy holds counts less: its characters may belong to known ones."""


_SINGLE = 0.7
"""A single character that says something: two of them count less than the word which they make."""


class PieceKind(StrEnum):
    """What a piece is to the query."""

    WORD = "word"
    """Known from the policies, from the synonyms or from the dictionary."""
    UNKNOWN = "unknown"
    """Characters that no word covers."""
    AID = "aid"
    GENERIC = "generic"
    HOLLOW = "hollow"
    LONE = "lone"
    NUMBER = "number"


@dataclass(frozen=True)
class Piece:
    """A stretch of the chunk."""

    text: str
    kind: PieceKind


@cache
def _fixed_kinds() -> dict[str, PieceKind]:
    words = vocabulary()
    kinds: dict[str, PieceKind] = {}
    for group, kind in (
        ("stop", PieceKind.HOLLOW),
        ("generic", PieceKind.GENERIC),
        ("aid", PieceKind.AID),
    ):
        kinds |= dict.fromkeys(words.listed(group), kind)
    for group in ("query_factors", "query_industries", "query_flags"):
        kinds |= dict.fromkeys(words.by_word(group), PieceKind.WORD)
    return kinds


@cache
def _fixed_pairs() -> frozenset[str]:
    """Two general words side by side are as general as each of them."""
    general = [word for word in vocabulary().listed("generic") if len(word) > 1]
    return frozenset(first + second for first in general for second in general)


def kind_of_word(word: str, lexicon: Lexicon) -> PieceKind | None:
    """What a stretch is when it is a known word, else None."""
    fixed = _fixed_kinds().get(word)
    if fixed is not None:
        return fixed
    if word in _fixed_pairs():
        return PieceKind.GENERIC
    if word in lexicon.synonyms or (len(word) > 1 and (lexicon.is_word(word) or is_dictionary_word(word))):
        return PieceKind.WORD
    return None


def cut_chunk(chunk: str, lexicon: Lexicon) -> list[Piece]:
    """The best cover of a chunk by known words; what is left over between them is kept as it is."""
    best: list[tuple[float, int, PieceKind | None]] = [(0.0, 0, None)]
    for end in range(1, len(chunk) + 1):
        candidates: list[tuple[float, int, PieceKind | None]] = [(best[end - 1][0], end - 1, None)]
        for start in range(max(0, end - LONGEST_PIECE), end):
            kind = kind_of_word(chunk[start:end], lexicon)
            if kind is not None:
                value = best[start][0] + _value(chunk[start:end], kind, lexicon)
                candidates.append((value, start, kind))
        best.append(max(candidates, key=lambda candidate: candidate[0]))
    return _merge_leftovers(_trace(chunk, best))


def _value(word: str, kind: PieceKind, lexicon: Lexicon) -> float:
    """Long words cover better than short ones, known ones better than those of the dictionary only."""
    size = float(len(word) * len(word))
    if kind is PieceKind.HOLLOW:
        return size * 0.7
    if kind is not PieceKind.WORD or word in lexicon.synonyms:
        return size if len(word) > 1 else _SINGLE
    term = lexicon.terms.get(word)
    if term is None:
        return size * 0.9 - _FOREIGN
    return size * (0.8 if term.kind is TermKind.JOINED else 1.0)


def _trace(chunk: str, best: list[tuple[float, int, PieceKind | None]]) -> list[Piece]:
    pieces: list[Piece] = []
    end = len(chunk)
    while end > 0:
        _, start, kind = best[end]
        pieces.append(Piece(chunk[start:end], kind or PieceKind.UNKNOWN))
        end = start
    return pieces[::-1]


def _complete_last(pieces: list[Piece]) -> list[Piece]:
    """A lone character after a word names the thing, the word only its sort; an ending adds nothing."""
    *others, word, last = pieces
    words = vocabulary()
    is_name = last.kind is PieceKind.UNKNOWN and len(last.text) == 1 and word.kind is PieceKind.WORD
    if not is_name or last.text in words.words("suffixes") | words.words("endings") or is_action(last.text):
        return pieces
    return [*others, Piece(word.text + last.text, PieceKind.UNKNOWN)]


def _one_unknown(pieces: list[Piece]) -> Piece:
    """Pieces that say nothing apart: a name or a coined word; one piece stays what it is."""
    if len(pieces) == 1:
        return pieces[0]
    return Piece("".join(piece.text for piece in pieces), PieceKind.UNKNOWN)


def _merge_leftovers(pieces: list[Piece]) -> list[Piece]:
    """Leftover characters side by side are one unknown word; one alone says little."""
    merged: list[Piece] = []
    for piece in pieces:
        if piece.kind is PieceKind.UNKNOWN and merged and merged[-1].kind is PieceKind.UNKNOWN:
            merged[-1] = Piece(merged[-1].text + piece.text, PieceKind.UNKNOWN)
        else:
            merged.append(piece)
    if len(merged) == 1 or all(len(piece.text) == 1 for piece in merged):
        return [_one_unknown(merged)]
    merged = _complete_last(merged)
    return [
        Piece(piece.text, PieceKind.LONE) if piece == Piece(piece.text[0], PieceKind.UNKNOWN) else piece
        for piece in merged
    ]
