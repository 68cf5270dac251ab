"""PDF documents of text and rules, in the fonts that every reader has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pydyf

LETTER = (612.0, 792.0)
"""US letter in points, as every measure here; the origin is the lower left corner."""
FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "even": "Courier"}
EVEN_WIDTH = 0.6
"""The width of every letter of the even font, as a part of its size."""


@dataclass(frozen=True)
class Word:
    """A line of text at a place; letters that Western Europe does not write become question marks."""

    x: float
    y: float
    text: str
    size: float = 10
    font: str = "plain"


@dataclass(frozen=True)
class Rule:
    """A horizontal line."""

    x: float
    y: float
    width: float


Page = Iterable[Word | Rule]


def to_the_left(x: float, y: float, text: str, size: float = 10) -> Word:
    """Text in the even font that ends at a place: for columns of amounts."""
    return Word(x - len(text) * EVEN_WIDTH * size, y, text, size, "even")


def document(pages: Sequence[Page], size: tuple[float, float] = LETTER, title: str = "") -> bytes:
    """A PDF of these pages; the same pages give the same bytes."""
    pdf = pydyf.PDF()
    pdf.info["Title"] = pydyf.String(title)
    fonts = pydyf.Dictionary({name: pdf_font(base) for name, base in FONTS.items()})
    pdf.add_object(fonts)
    for page in pages:
        content = pydyf.Stream()
        for part in page:
            write(content, part)
        pdf.add_object(content)
        pdf.add_page(
            pydyf.Dictionary({
                "Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": pydyf.Array([0, 0, *size]),
                "Contents": content.reference, "Resources": pydyf.Dictionary({"Font": fonts.reference}),
            })
        )  # fmt: skip
    out = BytesIO()
    pdf.write(out)
    return out.getvalue()


def pdf_font(base: str) -> pydyf.Dictionary:
    return pydyf.Dictionary(
        {"Type": "/Font", "Subtype": "/Type1", "BaseFont": f"/{base}", "Encoding": "/WinAnsiEncoding"}
    )


def write(content: pydyf.Stream, part: Word | Rule) -> None:
    if isinstance(part, Rule):
        content.set_line_width(0.5)
        content.move_to(part.x, part.y)
        content.line_to(part.x + part.width, part.y)
        content.stroke()
        return
    content.begin_text()
    content.set_font_size(part.font, part.size)
    content.set_text_matrix(1, 0, 0, 1, part.x, part.y)
    # In hexadecimal no letter has a meaning of its own.
    content.stream.append(b"<%b> Tj" % " ".join(part.text.split()).encode("cp1252", "replace").hex().encode())
    content.end_text()
