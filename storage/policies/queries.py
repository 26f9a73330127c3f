"""Understanding what was typed: conditions that narrow, and concepts that a policy has to answer."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from storage.policies.choices import PolicyFactor, PolicyIndustry, PolicyLevel
from storage.policies.lexicon import Lexicon
from storage.policies.segments import Piece, PieceKind, cut_chunk
from storage.policies.texts import fold, is_han, runs
from storage.policies.vocabulary import vocabulary
from storage.policies.wordings import Option, options_of

LONGEST_QUERY = 160
"""Characters that are looked at; a title is never longer, and a pasted page is no query."""


@dataclass(frozen=True)
class SearchFilters:
    """Conditions beside the words: tapped by the person, or found in the text."""

    level: PolicyLevel | None = None
    factor: PolicyFactor | None = None
    industry: PolicyIndustry | None = None
    in_force: bool | None = None
    """True: only what is in force; False: only what has expired; None: both, in force first."""

    def over(self, found: "SearchFilters") -> "SearchFilters":
        """These filters, completed by those found in the text."""
        return SearchFilters(
            level=self.level or found.level,
            factor=self.factor or found.factor,
            industry=self.industry or found.industry,
            in_force=self.in_force if self.in_force is not None else found.in_force,
        )


class Role(StrEnum):
    """What a concept does: it must be there, it asks for support of any kind, or it only helps to order.

    A lone character is what the query is about only when there is nothing else.
    """

    SUBJECT = "subject"
    LONE = "lone"
    AID = "aid"
    HINT = "hint"


@dataclass(frozen=True)
class Concept:
    """One thing that was asked for: any of its options, or a label that it is filed under, answers it."""

    text: str
    role: Role
    options: tuple[Option, ...]
    label: str | None = None
    is_industry: bool = False
    weight: float = 1.0


@dataclass(frozen=True)
class ParsedQuery:
    """A query understood. `phrases` are the chunks as typed, for recognising them as a whole."""

    concepts: tuple[Concept, ...] = ()
    filters: SearchFilters = field(default_factory=SearchFilters)
    phrases: tuple[str, ...] = ()

    @property
    def subjects(self) -> tuple[Concept, ...]:
        """What must be answered; a query of nothing but general words means these words."""
        for role in (Role.SUBJECT, Role.LONE):
            found = tuple(concept for concept in self.concepts if concept.role is role)
            if found:
                return found
        return self.concepts

    @property
    def extras(self) -> tuple[Concept, ...]:
        """What only orders the answers."""
        subjects = self.subjects
        return tuple(concept for concept in self.concepts if concept not in subjects)


def chunks_of(text: str) -> list[str]:
    """The folded text at its blanks and punctuation; `5+5` and the like stay whole."""
    folded = fold(text)[:LONGEST_QUERY]
    for word in sorted(vocabulary().by_word("query_flags"), key=len, reverse=True):
        folded = folded.replace(word, f" {word} ")
    flags = vocabulary().by_word("query_flags")
    chunks: list[str] = []
    for part in folded.split():
        if part in flags:
            chunks.append(part)
        else:
            chunks += "".join(char if char.isalnum() else " " for char in part).split()
    return chunks


def parse_query(text: str, lexicon: Lexicon) -> ParsedQuery:
    """Understand a query as it is written; slips and pinyin are for storage/policies/corrections.py."""
    filters = SearchFilters()
    rest: list[str] = []
    for chunk in chunks_of(text):
        found, left = _take_filters(chunk)
        filters = filters.over(found)
        rest += [left] if left else []
    concepts = [concept for chunk in rest for concept in _concepts_of(chunk, lexicon)]
    return ParsedQuery(_distinct(concepts), filters, tuple(rest))


@dataclass(frozen=True)
class _Conditions:
    levels: dict[str, PolicyLevel]
    level_marks: dict[str, PolicyLevel]
    force: dict[str, bool]


@cache
def _conditions() -> _Conditions:
    words = vocabulary()
    return _Conditions(
        levels={word: PolicyLevel(key) for word, key in words.by_word("query_levels").items()},
        level_marks={word: PolicyLevel(key) for word, key in words.by_word("query_level_marks").items()},
        force={word: key == "in_force" for word, key in words.by_word("query_force").items()},
    )


def _take_filters(chunk: str) -> tuple[SearchFilters, str]:
    """The condition that a chunk is, or begins with, and what is left of it."""
    known = _conditions()
    if chunk in known.levels:
        return SearchFilters(level=known.levels[chunk]), ""
    if chunk in known.force:
        return SearchFilters(in_force=known.force[chunk]), ""
    for word, level in known.level_marks.items():
        if chunk.startswith(word):
            return SearchFilters(level=level), chunk.removeprefix(word)
    for word in vocabulary().listed("query_force_marks"):
        if chunk.startswith(word) or chunk.endswith(word):
            return SearchFilters(in_force=True), chunk.removeprefix(word).removesuffix(word)
    return SearchFilters(), chunk


def _concepts_of(chunk: str, lexicon: Lexicon) -> list[Concept]:
    flag = vocabulary().by_word("query_flags").get(chunk)
    if flag is not None:
        return [_filed(chunk, f"flag_{flag}", vocabulary().listed("query_flags", flag), lexicon)]
    concepts: list[Concept] = []
    pieces = [piece for run in _mixed_runs(chunk) for piece in _pieces_of(run, lexicon)]
    for piece in pieces:
        if piece.kind is PieceKind.HOLLOW and len(pieces) > 1:
            continue
        concepts.append(concept_of(piece, lexicon))
    return concepts


def _mixed_runs(chunk: str) -> list[str]:
    """Runs of the chunk, a number taken together with the character that counts it."""
    counts = vocabulary().words("number_marks")
    joined: list[str] = []
    for run in runs(chunk):
        if joined and joined[-1].isdigit() and run[0] in counts:
            joined[-1] += run[0]
            joined += [run[1:]] if run[1:] else []
        else:
            joined.append(run)
    return joined


def _pieces_of(run: str, lexicon: Lexicon) -> list[Piece]:
    if is_han(run[0]):
        return cut_chunk(run, lexicon)
    return [Piece(run, PieceKind.NUMBER if run[0].isdigit() else PieceKind.WORD)]


def concept_of(piece: Piece, lexicon: Lexicon) -> Concept:
    """What a piece of the query asks for."""
    words = vocabulary()
    if piece.kind is PieceKind.AID:
        others = tuple(Option(word, 0.9) for word in words.listed("aid", "given") if word != piece.text)
        return Concept(piece.text, Role.AID, (Option(piece.text), *others), weight=0.3)
    if piece.kind in (PieceKind.GENERIC, PieceKind.HOLLOW, PieceKind.LONE, PieceKind.NUMBER):
        weight = 0.5 if piece.kind is PieceKind.NUMBER else 0.15
        role = Role.LONE if piece.kind is PieceKind.LONE else Role.HINT
        return Concept(piece.text, role, (Option(piece.text),), weight=weight)
    industry = words.by_word("query_industries").get(piece.text)
    factor = words.by_word("query_factors").get(piece.text)
    if industry is not None:
        alike = words.listed("query_industries", industry)
        return replace(_filed(piece.text, f"industry_{industry}", alike, lexicon), is_industry=True)
    if factor is not None:
        return _filed(piece.text, f"factor_{factor}", (), lexicon)
    return Concept(
        piece.text, Role.SUBJECT, options_of(piece.text, lexicon), weight=lexicon.rarity(piece.text)
    )


def _filed(text: str, label: str, alike: tuple[str, ...], lexicon: Lexicon) -> Concept:
    options = {option.text: option for option in options_of(text, lexicon)}
    for word in alike:
        options.setdefault(word, Option(word, 0.88))
    return Concept(text, Role.SUBJECT, tuple(options.values()), label=label, weight=lexicon.rarity(text))


def _distinct(concepts: list[Concept]) -> tuple[Concept, ...]:
    return tuple({concept.text: concept for concept in concepts}.values())
