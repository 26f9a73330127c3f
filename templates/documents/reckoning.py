"""The page of the policy calculator: what an enterprise can claim and what is missing, on one sheet of A4."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from templates.words import word, words

if TYPE_CHECKING:
    from fpdf import FPDF

Facts = Mapping[str, Any]
FAMILY = "Noto"
INK, FAINT, GREEN, AMBER = (31, 41, 51), (102, 114, 127), (46, 125, 90), (176, 118, 20)
MARGIN, FOOT = 18.0, 24.0
"""Millimetres."""
LONGEST_TITLE, LONGEST_TEXT, LONGEST_BRIEF = 70, 80, 36
BRIEF, MOST_BRIEF = 5.2, 6
"""Millimetres of a line that only names a policy, and for how many of them room is kept."""


def make_reckoning_page(facts: Facts) -> bytes:
    """The page as PDF: the first ones in full, the others by name; what does not fit even so is counted."""
    page = _new_page()
    _head(page, facts)
    _section(page, "claims", GREEN, facts["claims"], spare=70.0 if facts["nearly"] else 0.0)
    if facts["nearly"]:
        _section(page, "nearly", AMBER, facts["nearly"], spare=0.0)
    _foot(page)
    return bytes(page.output())


def _new_page() -> "FPDF":
    from fpdf import FPDF

    from templates.pictures.canvas import font_file

    page = FPDF(format="A4")
    page.set_margin(MARGIN)
    page.set_auto_page_break(False)
    page.add_font(FAMILY, fname=font_file())
    page.add_page()
    page.set_title(_say("title"))
    return page


def _head(page: "FPDF", facts: Facts) -> None:
    _line(page, _say("title"), 20)
    _line(page, _say("made", day=facts["day"]), 9.5, FAINT)
    page.ln(2)
    answers: Mapping[str, str] = facts["answers"]
    for key, value in answers.items():
        page.set_font(FAMILY, size=10.5)
        page.set_text_color(*FAINT)
        page.cell(24, 6, word(key, "reckon_field"))
        page.set_text_color(*INK)
        page.cell(60, 6, word(value, f"reckon_{key}"))
        if list(answers).index(key) % 2:
            page.ln(6)
    page.ln(3)


def _section(
    page: "FPDF", key: str, colour: tuple[int, int, int], claims: Sequence[Facts], *, spare: float
) -> None:
    page.ln(3)
    _line(page, f"{_say(key)} {len(claims)}", 13, colour)
    if not claims:
        _line(page, _say("none"), 10.5, FAINT)
    bottom = page.h - FOOT - spare
    told = _tell_fully(page, claims, bottom - BRIEF * min(MOST_BRIEF, max(0, len(claims) - 1)))
    named = _tell_briefly(page, claims, told, bottom - BRIEF)
    if named < len(claims):
        _line(page, _say("more", count=len(claims) - named), 9.5, FAINT)


def _tell_fully(page: "FPDF", claims: Sequence[Facts], bottom: float) -> int:
    """As many as fit above `bottom`, with all their lines; how many that were."""
    for place, claim in enumerate(claims):
        lines = _lines_of(claim)
        needed = 7.5 + 5.2 * sum(1 + len(text) // 46 for text, _ in lines)
        if page.get_y() + needed > bottom:
            return place
        _line(page, _title_of(place, claim), 11)
        for text, tint in lines:
            _line(page, text, 9.5, tint, indent=6)
        page.ln(1.5)
    return len(claims)


def _tell_briefly(page: "FPDF", claims: Sequence[Facts], first: int, bottom: float) -> int:
    """The others by title and number, a line each; up to which one."""
    for place in range(first, len(claims)):
        if page.get_y() + BRIEF > bottom:
            return place
        claim = claims[place]
        title, number = _clip(_title_of(place, claim), LONGEST_BRIEF), _clip(claim["number"], 24)
        _line(page, f"{title}\u3000{number}", 9.5)
    return len(claims)


def _title_of(place: int, claim: Facts) -> str:
    example = _say("example") if claim["is_example"] else ""
    tilted = _say("tilted") if claim["is_tilted"] else ""
    return f"{place + 1}. {_clip(claim['title'], LONGEST_TITLE)}{example}{tilted}"


def _lines_of(claim: Facts) -> list[tuple[str, tuple[int, int, int]]]:
    until = _say("until", day=claim["expires_on"]) if claim["expires_on"] else _say("no_end")
    level = word(claim["level"], "policy_level")
    basis = _say("basis", number=_clip(claim["number"], 40), level=level, until=until)
    contact = _say("contact", contact=_clip(claim["contact"], 40))
    lines = [
        (_clip(claim["gives"], LONGEST_TEXT), INK),
        (_say("audience", audience=_clip(claim["audience"], LONGEST_TEXT)), INK),
        (f"{basis}\u3000{contact}", FAINT),
    ]
    if claim["is_silent"]:
        lines.insert(1, (_say("silent"), AMBER))
    if claim["unclear"]:
        clauses = "\uff1b".join(claim["unclear"])
        lines.insert(1, (_say("unclear", clauses=_clip(clauses, 2 * LONGEST_TEXT)), AMBER))
    for one in claim["missing"]:
        fits = _say("or").join(word(fit, f"reckon_{one['dimension']}") for fit in one["fits"])
        field = word(one["dimension"], "reckon_field")
        lines.insert(0, (_say("missing", field=field, fits=fits, clause=_clip(one["clause"], 50)), AMBER))
    return lines


def _foot(page: "FPDF") -> None:
    page.set_y(page.h - FOOT + 6)
    _line(page, _say("foot"), 9, FAINT)


def _line(
    page: "FPDF",
    text: str,
    size: float,
    colour: tuple[int, int, int] = INK,
    *,
    indent: float = 0.0,
) -> None:
    page.set_font(FAMILY, size=size)
    page.set_text_color(*colour)
    page.set_x(MARGIN + indent)
    page.multi_cell(page.epw - indent, size * 0.54, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}\u2026"


def _say(key: str, **facts: object) -> str:
    return words("reckoning_page")[key].format(**facts)
