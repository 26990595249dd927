"""A plan as a PDF: the printed page, for where there is no browser to print from."""

import unicodedata
from collections.abc import Container, Sequence
from io import BytesIO

import fontpkg
from fpdf import FPDF
from fpdf.drawing import PaintedPath
from fpdf.drawing_primitives import Transform
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont
from fpdf.svg import svg_path_converter

from resourcemap.geo.basemap import Basemap
from resourcemap.geo.point import GeoPoint
from resourcemap.handout import measures as m
from resourcemap.handout.column import Column, Paragraph
from resourcemap.handout.entry import HandoutEntry
from resourcemap.handout.options import CLOSER, OPENERS, HandoutOptions
from resourcemap.handout.page import plan_picture
from resourcemap.handout.picture import MARK_SIZE, Picture
from resourcemap.handout.qr import QUIET_MODULES, qr_modules
from resourcemap.handout.row import Row
from resourcemap.handout.sheet import Sheet, make_sheet
from resourcemap.model.marks import MARKS
from resourcemap.model.words import say

# One design for Latin and Arabic letters; the other has the letters that one lacks.
_FAMILY, _OTHER_FAMILY = "IBM Plex Sans Arabic", "Fira Sans"
_INK, _SOFT, _RULE = "#16211f", "#3c4a4d", "#c9c4b8"
_SAMPLE_SIZE = 100.0
_MARKS = frozenset(OPENERS + CLOSER)
_MOST_SMALL, _GAP = 6, 3.0
# Puts the line beside the title on its baseline.
_INTRO_DOWN = 6.5
# Where a cell puts the baseline, in letters' heights from its top, when it is as high as its letters.
_BASELINE = 0.8


def plan_pdf(
    entries: Sequence[HandoutEntry],
    options: HandoutOptions,
    *,
    link: str | None = None,
    basemap: Basemap | None = None,
    origin: GeoPoint | None = None,
) -> bytes:
    """
    Write the PDF, the parameters as in `print_page`. Five items fit one US Letter page.

    The file carries its letters, names no author, and is called "My week" in every viewer.
    """
    page = _Page(options)
    sheet = make_sheet(entries, options, page.measure)
    picture = plan_picture(sheet, options, basemap=basemap, origin=origin)
    page.draw(sheet, picture, link)
    out = BytesIO()
    page.pdf.output(out)
    return out.getvalue()


class _Page:
    """The sheet on paper: one column of rows, mirrored where the language runs from right to left."""

    def __init__(self, options: HandoutOptions) -> None:
        self.options = options
        self.is_rtl = options.direction == "rtl"
        pdf = self.pdf = FPDF(unit="pt", format=(m.PAGE_WIDTH, m.PAGE_HEIGHT))
        pdf.set_auto_page_break(False)
        pdf.set_margins(0, 0, 0)
        pdf.c_margin = 0
        self._add_font("plan", _FAMILY)
        self._has_other = False
        self._widths: dict[tuple[str, bool], float] = {}
        pdf.set_text_shaping(
            use_shaping_engine=True,
            direction="rtl" if self.is_rtl else "ltr",
            script="arab" if self.is_rtl else "latn",
            language=options.language,
        )
        pdf.set_lang(options.language)
        pdf.set_title(say("handout.title", options.language))
        pdf.set_creation_date(options.now)
        pdf.set_producer("")
        self.y = 0.0

    def measure(self, text: str, is_bold: bool) -> float:
        """Measure as the page is drawn, in em: word by word, since fitting asks for the same words again."""
        words = "".join(char for char in self._drawable(text) if char not in _MARKS).split(" ")
        return sum(self._word_width(word, is_bold) for word in words) + (len(words) - 1) * self._word_width(
            " ", is_bold
        )

    def _word_width(self, word: str, is_bold: bool) -> float:
        key = (word, is_bold)
        if key not in self._widths:
            name = "plan" if all(ord(char) in self._letters("plan") for char in word) else "other"
            font = self.pdf.fonts[(name if self._has_other else "plan") + ("B" if is_bold else "")]
            # Joined letters are narrower than the same letters alone, so they are shaped to be measured.
            self._widths[key] = font.get_text_width(word, _SAMPLE_SIZE, {"features": {}})[1] / _SAMPLE_SIZE
        return self._widths[key]

    def draw(self, sheet: Sheet, picture: Picture | None, link: str | None) -> None:
        self._turn_page()
        width = m.PAGE_WIDTH - 2 * m.MARGIN_X
        top = self.y
        self._line(sheet.title, m.MARGIN_X, width, m.HEAD, m.HEAD, style="B")
        self.y = top + _INTRO_DOWN
        self._line(sheet.intro, m.MARGIN_X, width, m.BODY, m.LEADING, colour=_SOFT, at_end=True)
        self.y = top + m.HEAD_HEIGHT
        bottom = m.PAGE_HEIGHT - m.MARGIN_Y
        for row in sheet.rows:
            if self.y + row.height > bottom:
                self._turn_page()
            self._row(row)
        self._rule()
        if self.y + m.FOOT_HEIGHT - 2 > bottom:
            self._turn_page()
        self._foot(sheet, picture, link)

    def _turn_page(self) -> None:
        self.pdf.add_page()
        self.y = m.MARGIN_Y

    def _row(self, row: Row) -> None:
        self._rule()
        top = self.y + m.ITEM_PADDING
        self._mark(row.mark, row.number, self._mirrored(m.MARGIN_X, m.MARK), top, m.MARK)
        x = m.MARGIN_X + m.MARK + m.GAP
        self.y = top
        self._paragraph(row.title, x, m.MAIN, m.TITLE, m.TITLE_LEADING, style="B")
        self._paragraph(row.main, x, m.MAIN, m.BODY, m.LEADING)
        if row.has_facts_inside:
            self._paragraph(row.facts, x, m.MAIN, m.BODY, m.LEADING, colour=_SOFT)
        self.y = top
        side_x = x + m.MAIN + m.GAP
        self._paragraph(row.when, side_x, m.SIDE, m.BODY, m.TITLE_LEADING, style="B")
        for paragraph in row.side:
            is_call = paragraph.text == row.call
            self._paragraph(
                paragraph,
                side_x,
                m.SIDE,
                m.BODY,
                m.LEADING,
                style="B" if is_call else "",
                colour=_INK if is_call else _SOFT,
            )
        self.y = top + row.columns_height
        if not row.has_facts_inside:
            self._paragraph(row.facts, x, m.TEXT, m.BODY, m.LEADING, colour=_SOFT)
        self._paragraph(row.ask, x, m.TEXT, m.BODY, m.LEADING, colour=_SOFT)
        self.y += m.ITEM_PADDING

    def _foot(self, sheet: Sheet, picture: Picture | None, link: str | None) -> None:
        top = self.y + m.FOOT_PADDING
        left, width = m.MARGIN_X, m.PAGE_WIDTH - 2 * m.MARGIN_X
        if picture is not None:
            self._picture(picture, self._mirrored(left, picture.width), top)
            left, width = left + picture.width + 14, width - picture.width - 14
        if link is not None:
            self._code(link, self._mirrored(m.PAGE_WIDTH - m.MARGIN_X - m.QR, m.QR), top)
            width -= m.QR + 10
        self.y = top
        small = (sheet.map_note, sheet.made, sheet.scan if link else None)
        note = Column(width / m.SMALL, self.measure).cut(
            " ".join(each for each in small if each), _MOST_SMALL
        )
        words = Column(width / m.BODY, self.measure).cut(sheet.closing or "", _MOST_SMALL)
        room = m.FOOT_HEIGHT - m.FOOT_PADDING - len(note.lines) * m.SMALL_LEADING - _GAP
        # What is kind to read gives way to what is needed.
        if not words.is_cut and len(words.lines) * m.LEADING <= room:
            self._paragraph(words, left, width, m.BODY, m.LEADING)
            self.y += _GAP
        self._paragraph(note, left, width, m.SMALL, m.SMALL_LEADING, colour=_SOFT)

    def _paragraph(
        self,
        paragraph: Paragraph,
        x: float,
        width: float,
        size: float,
        leading: float,
        *,
        style: str = "",
        colour: str = _INK,
    ) -> None:
        for line in paragraph.lines:
            self._line(line, x, width, size, leading, style=style, colour=colour)

    def _line(
        self,
        text: str,
        x: float,
        width: float,
        size: float,
        leading: float,
        *,
        style: str = "",
        colour: str = _INK,
        at_end: bool = False,
    ) -> None:
        pdf = self.pdf
        pdf.set_font("plan", style, size)
        pdf.set_text_color(colour)
        pdf.set_xy(self._mirrored(x, width), self.y)
        align = Align.R if self.is_rtl != at_end else Align.L
        pdf.cell(width, leading, self._drawable(text), align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)
        self.y += leading

    def _rule(self) -> None:
        self.pdf.set_draw_color(_RULE)
        self.pdf.set_line_width(0.75)
        self.pdf.line(m.MARGIN_X, self.y, m.PAGE_WIDTH - m.MARGIN_X, self.y)
        self.y += 1

    def _mark(self, mark: str, number: int, x: float, y: float, size: float, *, edge: bool = False) -> None:
        shape = MARKS.get(mark, MARKS["other"])
        path = PaintedPath()
        svg_path_converter(path, shape.path)
        path.style.fill_color = shape.fill
        path.style.stroke_color = "#ffffff" if edge else None
        path.style.stroke_width = 1.5
        path.style.paint_rule = "fill_nonzero" if not edge else "stroke_fill_nonzero"
        path.transform = Transform.scaling(size / 36, size / 36) @ Transform.translation(x, y)
        with self.pdf.drawing_context() as context:
            context.add_item(path)
        letters = size / 2
        self.pdf.set_font("plan", "B", letters)
        self.pdf.set_text_color(shape.ink)
        text = str(number)
        width = self.pdf.get_string_width(text)
        self.pdf.text(x + (size - width) / 2, y + size * shape.middle / 36 + letters * 0.35, text)

    def _picture(self, picture: Picture, x: float, y: float) -> None:
        pdf = self.pdf
        pdf.set_fill_color("#f7f5f0")
        pdf.rect(x, y, picture.width, picture.height, style="F")
        with pdf.rect_clip(x, y, picture.width, picture.height):
            for stroke in picture.strokes:
                pdf.set_draw_color(stroke.colour)
                pdf.set_line_width(stroke.width)
                pdf.set_dash_pattern(*((4, 3) if stroke.is_dashed else ()))
                pdf.polyline([(x + dot_x, y + dot_y) for dot_x, dot_y in stroke.dots])
            pdf.set_dash_pattern()
            for label in picture.labels:
                pdf.set_font("plan", "", label.size)
                pdf.set_text_color(label.colour)
                # As a cell: a plain text would be written letter by letter, and Arabic backwards.
                half = len(label.text) * label.size
                pdf.set_xy(x + label.at[0] - half, y + label.at[1] - _BASELINE * label.size)
                pdf.cell(2 * half, label.size, self._drawable(label.text), align=Align.C)
            for pin in picture.pins:
                if pin.tip != pin.at:
                    pdf.set_draw_color(_SOFT)
                    pdf.set_line_width(1.2)
                    pdf.line(x + pin.at[0], y + pin.at[1], x + pin.tip[0], y + pin.tip[1])
                corner = x + pin.at[0] - MARK_SIZE / 2, y + pin.at[1] - MARK_SIZE / 2
                self._mark(pin.mark, pin.number, *corner, MARK_SIZE, edge=True)
        pdf.set_draw_color("#b9b4a8")
        pdf.set_line_width(1)
        pdf.rect(x, y, picture.width, picture.height)

    def _code(self, link: str, x: float, y: float) -> None:
        rows = qr_modules(link)
        side = m.QR / (len(rows) + 2 * QUIET_MODULES)
        self.pdf.set_fill_color("#000000")
        for down, row in enumerate(rows):
            across = 0
            while across < len(row):
                length = next((n for n in range(len(row) - across) if not row[across + n]), len(row) - across)
                if length:
                    left, top = x + (across + QUIET_MODULES) * side, y + (down + QUIET_MODULES) * side
                    self.pdf.rect(left, top, length * side, side, style="F")
                across += max(length, 1)

    def _mirrored(self, x: float, width: float) -> float:
        return m.PAGE_WIDTH - x - width if self.is_rtl else x

    def _drawable(self, text: str) -> str:
        """Leave pictures and signs out that no font here has: an empty box says nothing. Letters stay."""
        main = self._letters("plan")
        if all(ord(char) in main or char in _MARKS for char in text):
            return text
        if not self._has_other:
            self._add_font("other", _OTHER_FAMILY)
            self.pdf.set_fallback_fonts(["other"])
            self._has_other = True
        other = self._letters("other")
        return "".join(
            char
            for char in text
            if ord(char) in main
            or ord(char) in other
            or char in _MARKS
            or unicodedata.category(char)[0] == "L"
        )

    def _add_font(self, name: str, family: str) -> None:
        for style, weight in (("", 400), ("B", 700)):
            self.pdf.add_font(name, style, fontpkg.path(family, weight))

    def _letters(self, name: str) -> Container[int]:
        font = self.pdf.fonts[name]
        return font.cmap if isinstance(font, TTFFont) else ()
