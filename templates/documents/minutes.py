"""Minutes as a .docx in the formal layout: red head, number and date, title, text, items (M14)."""

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from templates.words import words

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

RED, INK = (0xC8, 0x00, 0x00), (0, 0, 0)
BODY_POINTS, HEAD_POINTS, TITLE_POINTS = 16, 30, 22


def make_minutes(facts: Mapping[str, Any]) -> bytes:
    """`series`, `number`, `day`, `title`, `held`, `place`, `present`, `paragraphs`, `items`, `told`."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    say, document = words("minutes_document"), Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(head, facts["series"], say["title_font"], HEAD_POINTS, RED)
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(line, f"{facts['number']}    {facts['day']}", say["body_font"], BODY_POINTS)
    _rule(line)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title, facts["title"], say["title_font"], TITLE_POINTS)
    for text in (facts["held"], *facts["paragraphs"]):
        _paragraph(document.add_paragraph(), text)
    if facts["items"]:
        _paragraph(document.add_paragraph(), say["items"])
        for text in facts["items"]:
            _paragraph(document.add_paragraph(), text)
    for text in (facts["present"], facts["told"]):
        _paragraph(document.add_paragraph(), text)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _paragraph(paragraph: "Paragraph", text: str) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_POINTS)
    paragraph.paragraph_format.line_spacing = Pt(28)
    _write(paragraph, text, words("minutes_document")["body_font"], BODY_POINTS)


def _write(
    paragraph: "Paragraph", text: str, font: str, points: int, colour: tuple[int, int, int] = INK
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(points)
    run.font.color.rgb = RGBColor(*colour)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _rule(paragraph: "Paragraph") -> None:
    """The red line under the number."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    border, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", "C80000")):
        bottom.set(qn(f"w:{key}"), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().append(border)
