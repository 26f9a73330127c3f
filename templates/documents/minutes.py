"""Minutes as a .docx in the formal layout of official papers (GB/T 9704, M14).

Red head, number and date over a red rule, title, text, what was decided with owner and last day, who was
there, to whom it goes.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from templates.words import words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

RED, INK = (0xC8, 0x00, 0x00), (0, 0, 0)
TEXT_POINTS, TITLE_POINTS, HEAD_POINTS, NOTE_POINTS = 16, 22, 36, 14
"""The head is at most so large; a long one is set smaller, so that it stays on one line."""
LINE_POINTS = 28
PAGE_CM, MARGINS_CM = (21.0, 29.7), {"left": 2.8, "right": 2.6, "top": 3.7, "bottom": 3.5}
WIDTH_POINTS = (PAGE_CM[0] - MARGINS_CM["left"] - MARGINS_CM["right"]) / 2.54 * 72


def make_minutes(facts: Mapping[str, Any]) -> bytes:
    """`series`, `number`, `day`, `title`, `held`, `paragraphs`, `items` ([text, duties] each), `present`,
    `told`, `issued`.
    """
    from docx import Document

    document = Document()
    _set_page(document)
    _head(document, facts)
    _centred(document, facts["title"], TITLE_POINTS, before=LINE_POINTS, after=LINE_POINTS)
    for text in (facts["held"], *facts["paragraphs"]):
        _text(document, text)
    for text, duties in facts["items"]:
        _text(document, text)
        _text(document, duties, font="duty_font")
    _foot(document, facts)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _set_page(document: "Document") -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(PAGE_CM[0]), Cm(PAGE_CM[1])
    for side, size in MARGINS_CM.items():
        setattr(section, f"{side}_margin", Cm(size))


def _head(document: "Document", facts: Mapping[str, Any]) -> None:
    """The head on one line; number left and date right above the red rule."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt

    points = min(HEAD_POINTS, int(WIDTH_POINTS / max(1, len(facts["series"]))))
    _centred(document, facts["series"], points, colour=RED, after=LINE_POINTS)
    line = document.add_paragraph()
    line.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH_POINTS), WD_TAB_ALIGNMENT.RIGHT)
    _space(line, after=0)
    _write(line, f"{facts['number']}\t{facts['day']}", "body_font", TEXT_POINTS)
    _rule(line, "bottom", RED, eighths=18)


def _centred(
    document: "Document", text: str, points: int, *,
    colour: tuple[int, int, int] = INK, before: int = 0, after: int = 0,
) -> None:  # fmt: skip
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _space(paragraph, before=before, after=after)
    _write(paragraph, text, "title_font", points, colour)


def _text(document: "Document", text: str, *, font: str = "body_font") -> None:
    """A paragraph of the text: two characters in, the lines as far apart as everywhere."""
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(2 * TEXT_POINTS)
    paragraph.paragraph_format.line_spacing = Pt(LINE_POINTS)
    _space(paragraph)
    _write(paragraph, text, font, TEXT_POINTS)


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
        _space(paragraph, before=LINE_POINTS if not place else 0)
        _write(paragraph, text, "body_font", NOTE_POINTS)
        paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
        for side in ("top", "bottom", "between"):  # word processors draw equal neighbours as one block
            _rule(paragraph, side, INK, eighths=8)


def _space(paragraph: "Paragraph", *, before: int = 0, after: int = 0) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)


def _write(
    paragraph: "Paragraph", text: str, font: str, points: int, colour: tuple[int, int, int] = INK
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    name = words("minutes_document")[font]
    run = paragraph.add_run(text)
    run.font.name, run.font.size = name, Pt(points)
    run.font.color.rgb = RGBColor(*colour)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _rule(paragraph: "Paragraph", side: str, colour: tuple[int, int, int], *, eighths: int) -> None:
    """A line above or below a paragraph, so many eighths of a point thick."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "6")):
        line.set(qn(f"w:{key}"), value)
    line.set(qn("w:color"), "{:02X}{:02X}{:02X}".format(*colour))
    borders.append(line)
