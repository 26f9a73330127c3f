"""How Chinese sounds: toneless pinyin, what is commonly confused, initials, typed syllables."""

from functools import lru_cache

from storage.policies.texts import is_han
from storage.policies.vocabulary import vocabulary

MAX_READINGS = 3
_LONGEST_SYLLABLE = 6
_INITIAL_PAIRS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_FINAL_PAIRS = (("ang", "an"), ("eng", "en"), ("ing", "in"), ("ong", "on"))


@lru_cache(maxsize=50_000)
def sound_of(word: str) -> str:
    """Toneless pinyin of a word, syllables separated by blanks; other characters stand for themselves."""
    from pypinyin import Style, lazy_pinyin  # its tables take long to load, and only policies need them

    return " ".join(lazy_pinyin(word, style=Style.NORMAL))


@lru_cache(maxsize=10_000)
def readings_of(char: str) -> tuple[str, ...]:
    """The toneless readings of one character, the usual one first."""
    if not is_han(char):
        return (char,)
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(found))[:MAX_READINGS]


@lru_cache(maxsize=5_000)
def blur(syllable: str) -> str:
    """One spelling for syllables that are commonly taken for each other (zh/z, ch/c, sh/s, -ng/-n)."""
    for sharp, blunt in _INITIAL_PAIRS:
        if syllable.startswith(sharp):
            syllable = blunt + syllable[len(sharp) :]
    for sharp, blunt in _FINAL_PAIRS:
        if syllable.endswith(sharp):
            return syllable[: -len(sharp)] + blunt
    return syllable


def blur_sound(sound: str) -> str:
    """`blur` for every syllable of a sound."""
    return " ".join(blur(syllable) for syllable in sound.split(" "))


def initials_of(sound: str) -> str:
    """The first letters of the syllables: `jian shui jiang fei` is `jsjf`."""
    return "".join(syllable[:1] for syllable in sound.split(" "))


def split_syllables(letters: str, *, limit: int = 8) -> list[tuple[str, ...]]:
    """The ways to read a stretch of letters as syllables, those with the fewest syllables first."""
    readable = _readable_ends(letters)
    ways: list[tuple[str, ...]] = [()] if letters and readable[0] else []
    while any(sum(map(len, way)) < len(letters) for way in ways):
        ways = [longer for way in ways for longer in _one_further(letters, way, readable)][:limit]
    return sorted(ways, key=len)


def _one_further(letters: str, way: tuple[str, ...], readable: list[bool]) -> list[tuple[str, ...]]:
    start = sum(map(len, way))
    if start == len(letters):
        return [way]
    ends = range(min(start + _LONGEST_SYLLABLE, len(letters)), start, -1)
    known = vocabulary().words("syllables")
    return [(*way, letters[start:end]) for end in ends if readable[end] and letters[start:end] in known]


def _readable_ends(letters: str) -> list[bool]:
    """For each place in the letters, whether the rest can be read as syllables to the end."""
    known = vocabulary().words("syllables")
    readable = [False] * len(letters) + [True]
    for start in range(len(letters) - 1, -1, -1):
        ends = range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1)
        readable[start] = any(readable[end] and letters[start:end] in known for end in ends)
    return readable
