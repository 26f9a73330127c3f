"""Minutes as a .docx in the formal layout of official papers (GB/T 9704, M14).

Red head, number and date over a red rule, title, text, what was decided with owner and last day, who was
there, to whom it goes.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from templates.documents.paper import (
    INK,
    LINE_POINTS,
    RED,
    TEXT_POINTS,
    TITLE_POINTS,
    WIDTH_POINTS,
    draw_rule,
    new_paper,
    save,
    set_space,
    write,
    write_centred,
    write_text,
)

if TYPE_CHECKING:
    from docx.document import Document

HEAD_POINTS, NOTE_POINTS = 36, 14
"""The head is at most so large; a long one is set smaller, so that it stays on one line."""


def make_minutes(facts: Mapping[str, Any]) -> bytes:
    """`series`, `number`, `day`, `title`, `held`, `paragraphs`, `items` ([text, duties] each), `present`,
    `told`, `issued`.
    """
    document = new_paper()
    _head(document, facts)
    write_centred(document, facts["title"], TITLE_POINTS, before=LINE_POINTS, after=LINE_POINTS)
    for text in (facts["held"], *facts["paragraphs"]):
        write_text(document, text)
    for text, duties in facts["items"]:
        write_text(document, text)
        write_text(document, duties, font="duty_font")
    _foot(document, facts)
    return save(document)


def _head(document: "Document", facts: Mapping[str, Any]) -> None:
    """The head on one line; number left and date right above the red rule."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt

    points = min(HEAD_POINTS, int(WIDTH_POINTS / max(1, len(facts["series"]))))
    write_centred(document, facts["series"], points, colour=RED, after=LINE_POINTS)
    line = document.add_paragraph()
    line.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH_POINTS), WD_TAB_ALIGNMENT.RIGHT)
    set_space(line, after=0)
    write(line, f"{facts['number']}\t{facts['day']}", "body_font", TEXT_POINTS)
    draw_rule(line, "bottom", RED, eighths=18)


def _foot(document: "Document", facts: Mapping[str, Any]) -> None:
    """Who was there, to whom it goes, who issues it: between thin rules, the first one set off."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt

    lines = [text for text in (facts["present"], facts["told"], facts["issued"]) if text]
    for place, text in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Pt(3 * NOTE_POINTS)
        paragraph.paragraph_format.first_line_indent = Pt(-3 * NOTE_POINTS)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH_POINTS), WD_TAB_ALIGNMENT.RIGHT)
        set_space(paragraph, before=LINE_POINTS if not place else 0)
        write(paragraph, text, "body_font", NOTE_POINTS)
        paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
        for side in ("top", "bottom", "between"):  # word processors draw equal neighbours as one block
            draw_rule(paragraph, side, INK, eighths=8)
