"""How a problem sounds: what is typed in pinyin, by initials, or with a character that sounds the same."""

from storage.policies.sounds import blur_sound, initials_of, sound_of, split_syllables
from storage.policies.texts import fold, is_han, runs

SHORTEST = 2
"""Syllables from which sounds are compared: one alone fits too much."""
LEAST_INITIALS = 3
MOST_LETTERS = 40


def sound_of_matter(title: str, enterprise: str | None) -> str:
    """The syllables of title and enterprise, each stretch with its initials: ` ban cai chan bcc `."""
    clauses = [run for run in runs(fold(f"{title} {enterprise or ''}")) if is_han(run[0])]
    return "".join(f" {blur_sound(sound)} {initials_of(sound)} " for sound in map(sound_of, clauses))


def sounds_asked_for(word: str) -> list[str]:
    """What to look for in the sound of a problem when somebody types this word; nothing for other words."""
    plain = fold(word)
    if plain and all(map(is_han, plain)):
        return [_phrase(sound_of(plain).split())] if len(plain) >= SHORTEST else []
    if not plain.isascii() or not plain.isalpha() or len(plain) > MOST_LETTERS:
        return []
    ways = [_phrase(way) for way in split_syllables(plain, limit=4) if len(way) >= SHORTEST]
    return ways or ([plain] if len(plain) >= LEAST_INITIALS else [])


def _phrase(syllables: tuple[str, ...] | list[str]) -> str:
    return f" {blur_sound(' '.join(syllables))} "
