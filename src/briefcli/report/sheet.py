"""A picture as a sheet: title, finding, day, legend, key and credit around the room of the drawing."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from briefcli.report.colours import ramp
from briefcli.report.svg import Attributes, element, escaped, whole_sentences, width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The letters of a sheet are as large as on one of this width, or of this height times the usual shape.
_WIDTH, _SHAPE = 1260, 1.4
#: A sheet that is so much wider than high has its legend beside the drawing, on this part of its width.
_WIDE, _BESIDE = 1.2, 0.27
#: At most this part of a sheet is a legend below the drawing.
_BELOW = 0.36
#: The sizes of letters: title, finding, day, name of a level, its meaning, credit.
TITLE, FINDING, DAY, NAME, SMALL, CREDIT = 34.0, 22.0, 17.0, 16.0, 12.5, 12.5


class Kind(StrEnum):
    """What a picture shows."""

    MAP = "map"
    TREND = "trend"
    LADDER = "ladder"
    TILES = "tiles"


class Theme(NamedTuple):
    """The colours of a picture."""

    page: str
    text: str
    muted: str
    line: str
    sea: str
    land: str
    coast: str
    silent: str
    dots: str
    subject: str


THEMES = {
    "light": Theme(
        *("#ffffff", "#1a1e23", "#4d555e", "#d8dbd9", "#eaf0f3", "#dcdeda", "#ffffff"),
        *("#c3c8cc", "#5b646c", "#b3470a"),
    ),
    "dark": Theme(
        *("#14171b", "#e8eaec", "#a9b1ba", "#363c43", "#1b2128", "#343a41", "#14171b"),
        *("#4a525b", "#a9b1ba", "#ff9d57"),
    ),
}


class Room(NamedTuple):
    """A part of a sheet."""

    x: float
    y: float
    wide: float
    tall: float


class Size(NamedTuple):
    """The width and the height of a picture, in pixels."""

    wide: int
    tall: int


class Entry(NamedTuple):
    """An entry of a legend. Without a number it is not drawn, and its room is kept."""

    id: str
    fill: str
    name: str
    number: int | None
    meaning: str


class Sign(NamedTuple):
    """A sign of a key: the fill of its swatch, an id, what it means, and the longest text in its place."""

    fill: str
    id: str
    text: str
    longest: str = ""


class Sheet:
    """A picture so far, and the room that is left on it."""

    def __init__(self, size: Size, theme: str, levels: int) -> None:
        self.size = size
        self.theme = THEMES[theme]
        self.levels = ramp(levels, dark=theme == "dark")
        #: How large letters and lines are, as a multiple of those of a usual sheet.
        self.unit = min(size.wide, size.tall * _SHAPE) / _WIDTH
        margin = 40 * self.unit
        self.room = Room(margin, margin, size.wide - 2 * margin, size.tall - 2 * margin)
        self._parts: list[str] = []

    def add(self, *parts: str) -> None:
        """Add elements above what is there."""
        self._parts += parts

    def svg(self, title: str) -> str:
        """Return the sheet as an SVG document."""
        wide, tall = self.size
        back = element("rect", width=wide, height=tall, fill=self.theme.page)
        dots, lines = self._patterns()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" viewBox="0 0 {wide} {tall}"'
            f' font-family="sans-serif">\n<title>{escaped(title)}</title>\n<defs>{dots}{lines}</defs>\n{back}\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )

    def fill(self, rank: int) -> str:
        """Return the fill of a level, and of 0, the countries without one."""
        return self.levels[rank - 1] if rank else "url(#none)"

    def text(self, x: float, y: float, text: str, size: float, **more: str | float | None) -> str:
        """Return a text with its foot at a point; `size` is that on a usual sheet."""
        fill = more.pop("fill", self.theme.text)
        return element("text", escaped(text), x=x, y=y, font_size=size * self.unit, fill=fill, **more)

    def head(self, title: str, finding: str, shown: str, day: str) -> None:
        """Write the title, the finding and the day at the top; `shown` replaces the finding."""
        x, y, wide, _ = self.room
        for line in wrapped(title, wide, TITLE * self.unit, lines=2, bold=True):
            y += 1.1 * TITLE * self.unit
            self.add(self.text(x, y, line, TITLE, font_weight="bold"))
        lines = wrapped(finding, wide, FINDING * self.unit, lines=3)
        own = whole_sentences(shown, wide, FINDING * self.unit, max(1, len(lines)))
        y += 0.3 * FINDING * self.unit
        for at in range(max(len(lines), 1)):
            y += 1.25 * FINDING * self.unit
            if at < len(own):
                self.add(self.text(x, y, own[at], FINDING, id=f"finding-{at}"))
        y += 1.6 * DAY * self.unit
        self.add(self.text(x, y, day, DAY, fill=self.theme.muted, id="day"))
        self._take_top(y + 0.9 * DAY * self.unit - self.room.y)

    def credit(self, texts: Sequence[str]) -> None:
        """Write the credit at the bottom."""
        lines = [line for text in texts for line in wrapped(text, self.room.wide, CREDIT * self.unit)]
        step = 1.35 * CREDIT * self.unit
        y = self.room.y + self.room.tall - step * (len(lines) - 1)
        for at, line in enumerate(lines):
            self.add(self.text(self.room.x, y + at * step, line, CREDIT, fill=self.theme.muted))
        self._take_bottom(step * len(lines) + 0.4 * CREDIT * self.unit)

    def key(self, signs: Sequence[Sign]) -> None:
        """Write what each sign means at the bottom."""
        step, box = 1.7 * SMALL * self.unit, 1.1 * SMALL * self.unit
        rows: list[list[tuple[float, str, str, str]]] = [[]]
        x = 0.0
        for fill, name, text, longest in signs:
            wide = 1.7 * box + width_of(longest or text, SMALL * self.unit) + 2 * box
            if rows[-1] and x + wide > self.room.wide:
                rows.append([])
                x = 0.0
            rows[-1].append((x, fill, name, text))
            x += wide
        y = self.room.y + self.room.tall - step * (len(rows) - 1)
        for at, row in enumerate(rows):
            foot = y + at * step
            for x, fill, name, text in row:
                self.add(self.swatch(self.room.x + x, foot - 0.85 * box, 1.4 * box, box, fill))
                self.add(self.text(self.room.x + x + 1.8 * box, foot, text, SMALL, id=name or None))
        self._take_bottom(step * len(rows) + 0.6 * SMALL * self.unit)

    def legend(self, entries: Sequence[Entry]) -> None:
        """Write the legend beside the drawing on a wide sheet, else below it in two columns."""
        if self.size.wide >= _WIDE * self.size.tall:
            wide = _BESIDE * self.size.wide
            x, gap = self.room.x + self.room.wide - wide, 28 * self.unit
            self._write(entries, self._fitting([entries], wide, self.room.tall), x, self.room.y, wide)
            self.room = self.room._replace(wide=self.room.wide - wide - gap)
            return
        gap = 28 * self.unit
        wide = (self.room.wide - gap) / 2
        half = (len(entries) + 1) // 2
        columns = [entries[:half], entries[half:]]
        lines = self._fitting(columns, wide, _BELOW * self.size.tall)
        tall = max(self._height(column, lines, wide) for column in columns)
        top = self.room.y + self.room.tall - tall
        for at, column in enumerate(columns):
            self._write(column, lines, self.room.x + at * (wide + gap), top, wide)
        self._take_bottom(tall + gap / 2)

    def swatch(self, x: float, y: float, wide: float, tall: float, fill: str) -> str:
        """Return a box in a colour or a pattern."""
        edge: Attributes = {"stroke": self.theme.muted, "stroke_width": 0.75 * self.unit}
        if fill in {"dot", "ring"}:
            return self.dot(x + wide / 2, y + tall / 2, 0.25 * tall, hollow=fill == "ring")
        if fill.startswith("url(#claimed"):
            under = element("rect", x=x, y=y, width=wide, height=tall, fill=self.theme.land)
            return under + element("rect", x=x, y=y, width=wide, height=tall, fill=fill, **edge)
        return element("rect", x=x, y=y, width=wide, height=tall, fill=fill, **edge)

    def dot(self, x: float, y: float, size: float, *, hollow: bool) -> str:
        """Return the sign of a change, or the hollow one of what is newly known."""
        theme = self.theme
        edge: Attributes = {"stroke": theme.text, "stroke_width": self.unit} if hollow else {}
        return element("circle", cx=x, cy=y, r=size, fill=theme.page if hollow else theme.text, **edge)

    def _fitting(self, columns: Sequence[Sequence[Entry]], wide: float, tall: float) -> int:
        """Return in how many lines each meaning fits."""
        return next(
            (lines for lines in range(6, 0, -1) if all(self._height(one, lines, wide) <= tall for one in columns)),
            0,
        )

    def _height(self, entries: Sequence[Entry], lines: int, wide: float) -> float:
        return sum(
            (1.75 * NAME + 1.25 * SMALL * len(self._meaning(entry, lines, wide))) * self.unit for entry in entries
        )

    def _meaning(self, entry: Entry, lines: int, wide: float) -> list[str]:
        room = wide - 34 * self.unit
        return wrapped(entry.meaning, room, SMALL * self.unit, lines=lines) if lines else []

    def _write(self, entries: Sequence[Entry], lines: int, x: float, y: float, wide: float) -> None:
        unit, left = self.unit, x + 34 * self.unit
        for entry in entries:
            if entry.number is None:
                continue
            parts = [self.swatch(x, y + 3 * unit, 24 * unit, 17 * unit, entry.fill)]
            y += 1.1 * NAME * unit
            room = wide - 90 * unit
            (name,) = wrapped(entry.name, room, NAME * unit, lines=1, bold=True) or [""]
            parts.append(self.text(left, y, name, NAME, font_weight="bold"))
            numbers: Attributes = {"font_weight": "bold", "text_anchor": "end", "id": f"count-{entry.id}"}
            parts.append(self.text(x + wide, y, str(entry.number), NAME, **numbers))
            for line in self._meaning(entry, lines, wide):
                y += 1.25 * SMALL * unit
                parts.append(self.text(left, y, line, SMALL, fill=self.theme.muted))
            y += 0.65 * NAME * unit
            self.add(element("g", "".join(parts), id=f"legend-{entry.id}"))

    def _patterns(self) -> Iterator[str]:
        """Yield the patterns of countries without a stance, and of claimed areas."""
        theme, step = self.theme, 6 * self.unit
        dot = element("circle", cx=step / 2, cy=step / 2, r=1.1 * self.unit, fill=theme.dots)
        back = element("rect", width=step, height=step, fill=theme.silent)
        yield element("pattern", back + dot, id="none", patternUnits="userSpaceOnUse", width=step, height=step)
        yield hatch("claimed", 7 * self.unit, theme)

    def _take_top(self, tall: float) -> None:
        x, y, wide, left = self.room
        self.room = Room(x, y + tall, wide, left - tall)

    def _take_bottom(self, tall: float) -> None:
        self.room = self.room._replace(tall=self.room.tall - tall)


def hatch(name: str, step: float, theme: Theme) -> str:
    """Return the pattern of claimed areas, between whose lines the colour of the country is seen."""
    line = element("rect", width=step * 0.28, height=step, fill=theme.text)
    light = element("rect", x=step * 0.28, width=step * 0.14, height=step, fill=theme.page)
    turned = "rotate(45)"
    return element(
        *("pattern", line + light),
        id=name,
        patternUnits="userSpaceOnUse",
        width=step,
        height=step,
        patternTransform=turned,
    )


def ink_on(fill: str) -> str:
    """Return the colour of letters on a colour: black or white, whichever is easier to read."""
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return "#fefefe" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else "#111316"
