"""An agenda as a .docx: title, time, place and chair, the topics (M14)."""

from collections.abc import Mapping
from typing import Any

from templates.documents.paper import LINE_POINTS, TITLE_POINTS, new_paper, save, write_centred, write_text


def make_agenda(facts: Mapping[str, Any]) -> bytes:
    """`title`, `when`, `place`, `chair` (or empty), `topics`."""
    document = new_paper()
    write_centred(document, facts["title"], TITLE_POINTS, after=LINE_POINTS)
    for text in filter(None, (facts["when"], facts["place"], facts["chair"])):
        write_text(document, text)
    write_centred(document, "", TITLE_POINTS // 2)
    for text in facts["topics"]:
        write_text(document, text)
    return save(document)
