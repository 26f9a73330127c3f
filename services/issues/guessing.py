"""From what somebody wrote to what it is probably about; every guess can be changed (scenario 1)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.issues.vocabulary import EnterpriseWords, guessing_words

_PUNCTUATION = re.compile(r"[^\w%+#&·*\-]")
_BETWEEN_NAMES = re.compile(r"[^\w%+#&·*\-()\uff08\uff09]")
"""Names of firms may have brackets inside."""
_OPENING, _CLOSING = re.compile(r"[(\uff08]"), re.compile(r"[)\uff09]")


@dataclass(frozen=True)
class Guess:
    """What a text is about. `place` is the code of a body, `enterprises` the names found, best first."""

    title: str
    industry: str | None
    factor: str | None
    module: str
    tier: str
    place: str | None
    enterprises: tuple[str, ...]

    @property
    def enterprise(self) -> str | None:
        """The enterprise that it is about, if one is named."""
        return self.enterprises[0] if self.enterprises else None


def guess(fragments: Sequence[str], place_names: Mapping[str, str]) -> Guess:
    """Guess from the pieces of a report. `place_names` leads from names of places to codes of bodies."""
    words = guessing_words()
    text = "\n".join(fragments)
    places = {**words.places, **place_names}
    enterprises = find_enterprises(text)
    return Guess(
        title=make_title(fragments),
        industry=best_of(text, words.industry),
        factor=best_of(text, words.factor),
        module=best_of(text, words.module) or words.module_default.module,
        tier=best_of(text, words.tier) or words.tier_default.tier,
        place=_find_place(text, places),
        enterprises=tuple(enterprises),
    )


def best_of(text: str, groups: Mapping[str, Sequence[str]]) -> str | None:
    """The group whose words cover most of the text; None without any, or when two are equally good."""
    cover = {name: _covered(text, words) for name, words in groups.items()}
    best = max(cover.values(), default=0)
    winners = [name for name, covered in cover.items() if covered == best > 0]
    return winners[0] if len(winners) == 1 else None


def _covered(text: str, words: Iterable[str]) -> int:
    """How many characters of the text belong to words; overlapping words count once."""
    folded = text.casefold()
    marks = bytearray(len(folded))
    for word in words:
        start = folded.find(word.casefold())
        while start >= 0:
            marks[start : start + len(word)] = b"\x01" * len(word)
            start = folded.find(word.casefold(), start + 1)
    return sum(marks)


def _find_place(text: str, places: Mapping[str, str]) -> str | None:
    """The place that is named; the longest name wins, two different places guess nothing."""
    named = [name for name in places if name in text]
    longest = [name for name in named if not any(name != other and name in other for other in named)]
    codes = {places[name] for name in longest}
    return codes.pop() if len(codes) == 1 else None


def is_opener(text: str) -> bool:
    """Whether a sentence only opens a talk and says nothing of a matter."""
    openers = guessing_words().openers
    plain = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)).casefold()
    while plain and plain not in openers.words and plain.endswith(openers.trailing):
        plain = plain[:-1]
    return not plain or plain in openers.words


def make_title(fragments: Sequence[str]) -> str:
    """One line that says what the matter is; empty when nothing has been said of it yet."""
    words = guessing_words().title
    told = [piece for piece in fragments if not is_opener(piece)]
    sentences: list[str] = []
    for piece in told:
        sentence = _clean(re.split(f"[{re.escape(words.ends)}]", piece.strip(), maxsplit=1)[0], words.drop)
        if sentence and len("\uff0c".join([*sentences, sentence])) <= words.length:
            sentences.append(sentence)
        elif sentence and not sentences:
            return sentence[: words.length - 1] + "\u2026"
    return "\uff0c".join(sentences)


def _clean(sentence: str, drop: Sequence[str]) -> str:
    plain = " ".join(sentence.split()).strip("\uff0c,\u3001: \uff1a")
    for word in sorted(drop, key=len, reverse=True):
        rest = plain.removeprefix(word).lstrip("\uff0c,\u3001: \uff1a")
        if rest != plain and len(rest) >= len(word):
            return rest
    return plain


def find_enterprises(text: str) -> list[str]:
    """Names of enterprises in a text, each once, the most complete first."""
    words = guessing_words().enterprise
    found: dict[str, None] = {}
    for piece in _BETWEEN_NAMES.split(text):
        for name in (*_by_ending(piece, words), *_by_pattern(piece, words)):
            found.setdefault(name)
    names = list(found)
    return [name for name in names if not any(name != other and name in other for other in names)]


def _by_ending(piece: str, words: EnterpriseWords) -> Iterable[str]:
    for ending in words.endings:
        at = piece.find(ending)
        if at <= 0 or _goes_on(piece, at, ending, words):
            continue
        name = _without_stray_bracket(_back_to_bound(piece[:at], words)) + ending
        before = len(name) - len(ending)
        needed = 2 if ending in words.weak_endings else 1
        if before >= needed and words.shortest <= len(name) <= words.longest and _is_name(name, words):
            yield name


def _goes_on(piece: str, at: int, ending: str, words: EnterpriseWords) -> bool:
    """Whether a longer ending stands at the same place or right behind, which will be found by itself."""
    rest = piece[at:]
    behind = piece[at + len(ending) :]
    if ending in words.weak_endings and behind.startswith(words.not_before):
        return True
    return any(len(other) > len(ending) and rest.startswith(other) for other in words.endings) or any(
        behind.startswith(other) for other in words.endings
    )


def _back_to_bound(before: str, words: EnterpriseWords) -> str:
    start, before_kept = 0, before
    for word in words.kept:
        before_kept = before_kept.replace(word, "\0" * len(word))
    for bound in words.bounds:
        at = before_kept.rfind(bound)
        if at >= 0:
            start = max(start, at + len(bound))
    return before[start:]


def _without_stray_bracket(before: str) -> str:
    """A bracket that is not closed inside the name was opened before it, and the other way round."""
    if len(_OPENING.findall(before)) == len(_CLOSING.findall(before)):
        return before
    return re.split(r"[()\uff08\uff09]", before)[-1]


def _by_pattern(piece: str, words: EnterpriseWords) -> Iterable[str]:
    for pattern in words.patterns:
        for match in pattern.finditer(piece):
            name = match["name"]
            for word in words.strip:
                name = name.removeprefix(word)
            if len(name) >= 2 and _is_name(name, words):
                yield name


def _is_name(name: str, words: EnterpriseWords) -> bool:
    counted = any(
        len(count) > 1 and count.endswith(words.measures) and count in name for count in words.counts
    )
    return not counted and not name.startswith(words.counts)


def mask_for_everybody(text: str, enterprise: str | None) -> str:
    """A line that may stand in a group: no enterprise, no telephone number (scenario 3)."""
    words = guessing_words()
    names = {*find_enterprises(text), *([enterprise] if enterprise else [])}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, words.public.enterprise)
    return re.sub(r"\d{7,}", lambda found: words.public.digit * len(found[0]), text)


def split_inline_report(query: str) -> str | None:
    """The text that an inline query asks to report, or None if it does not ask for that."""
    for word in sorted(guessing_words().inline.report, key=len, reverse=True):
        rest = query.strip().removeprefix(word)
        if rest != query.strip():
            text = rest.strip(" \t\uff1a:\uff0c,")
            return text or None
    return None
