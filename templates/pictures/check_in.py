"""The picture of a check-in: a code to scan, and the same as a number to type. No names, no place."""

from collections.abc import Mapping
from typing import Any

from templates.pictures.canvas import FAINT, INK, as_png, bare, new_sheet, write
from templates.words import words

WIDTH, HEIGHT = 5.0, 6.2
BORDER = 2
LONGEST_TITLE = 18


def draw_check_in(facts: Mapping[str, Any]) -> bytes:
    """`link` as a QR code, `code` beneath it."""
    import segno

    modules = segno.make(str(facts["link"]), error="m", micro=False).matrix_iter(border=BORDER)
    matrix = [[1 - module for module in row] for row in modules]
    sheet = new_sheet(WIDTH, HEIGHT)
    axes = bare(sheet.add_axes((0.1, 0.25, 0.8, 0.8 * WIDTH / HEIGHT)))
    axes.imshow(matrix, cmap="gray", interpolation="nearest", vmin=0, vmax=1)
    text = bare(sheet.add_axes((0.0, 0.0, 1.0, 1.0)))
    text.set(xlim=(0, 1), ylim=(0, 1))
    say = words("check_in_picture")
    write(text, 0.5, 0.94, str(facts["title"])[:LONGEST_TITLE], 17, INK, ha="center")
    code = str(facts["code"])
    write(text, 0.5, 0.17, f"{code[:3]} {code[3:]}", 34, INK, ha="center")
    write(text, 0.5, 0.06, say["hint"], 10.5, FAINT, ha="center")
    return as_png(sheet)
