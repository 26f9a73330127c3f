"""What official papers share (GB/T 9704): page, type, spacing, rules."""

from typing import TYPE_CHECKING

from templates.words import words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

RED, INK = (0xC8, 0x00, 0x00), (0, 0, 0)
TEXT_POINTS, TITLE_POINTS, LINE_POINTS = 16, 22, 28
PAGE_CM, MARGINS_CM = (21.0, 29.7), {"left": 2.8, "right": 2.6, "top": 3.7, "bottom": 3.5}
WIDTH_POINTS = (PAGE_CM[0] - MARGINS_CM["left"] - MARGINS_CM["right"]) / 2.54 * 72


def new_paper() -> "Document":
    """An empty sheet of A4 with the margins of official papers."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(PAGE_CM[0]), Cm(PAGE_CM[1])
    for side, size in MARGINS_CM.items():
        setattr(section, f"{side}_margin", Cm(size))
    return document


def save(document: "Document") -> bytes:
    """The file."""
    from io import BytesIO

    content = BytesIO()
    document.save(content)
    return content.getvalue()


def write_centred(
    document: "Document", text: str, points: int, *,
    colour: tuple[int, int, int] = INK, before: int = 0, after: int = 0,
) -> None:  # fmt: skip
    """A line in the middle, in the type of titles."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_space(paragraph, before=before, after=after)
    write(paragraph, text, "title_font", points, colour)


def write_text(document: "Document", text: str, *, font: str = "body_font") -> None:
    """A paragraph of the text: two characters in, the lines as far apart as everywhere."""
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(2 * TEXT_POINTS)
    paragraph.paragraph_format.line_spacing = Pt(LINE_POINTS)
    set_space(paragraph)
    write(paragraph, text, font, TEXT_POINTS)


def set_space(paragraph: "Paragraph", *, before: int = 0, after: int = 0) -> None:
    """Points above and below."""
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)


def write(
    paragraph: "Paragraph", text: str, font: str, points: int, colour: tuple[int, int, int] = INK
) -> None:
    """Text in one of the fonts of `paper`."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    name = words("paper")[font]
    run = paragraph.add_run(text)
    run.font.name, run.font.size = name, Pt(points)
    run.font.color.rgb = RGBColor(*colour)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def draw_rule(paragraph: "Paragraph", side: str, colour: tuple[int, int, int], *, eighths: int) -> None:
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
