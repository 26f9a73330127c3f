"""The words of an import's notes, for the terminal and for chat. The file is imports/notes.toml."""

import tomllib
from functools import cache
from pathlib import Path

from storage.spreadsheets import RowNote
from templates.words import WordMissing

NOTES_FILE = Path(__file__).with_name("imports") / "notes.toml"
LIST_SEPARATOR = "\u3001"


@cache
def note_words() -> dict[str, str]:
    """Every note's words by its code, with facts in braces."""
    return tomllib.loads(NOTES_FILE.read_text(encoding="utf-8"))


def describe_note(note: RowNote) -> str:
    """A note as one plain sentence (not HTML), without its row and column. Raises WordMissing."""
    words = note_words().get(note.code)
    if words is None:
        raise WordMissing(f"imports.{note.code}")
    facts = {
        key: LIST_SEPARATOR.join(fact) if isinstance(fact, tuple) else " ".join(str(fact).split())
        for key, fact in note.facts.items()
    }
    return words.format_map(facts)
