"""The pictures of a dossier as SVG: map, tiles, trend and ladder, each complete on its own sheet."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, structs

from briefcli.dossier.dates import in_words, last_day
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.history import ChangeKind
from briefcli.dossier.past import Snapshot
from briefcli.pages.about import coverage_of, filters_in_words, is_incomplete
from briefcli.pages.finding import count_in_words, country_finding, finding_in_words
from briefcli.pages.ladder import NOT_YET_COVERED
from briefcli.report.colours import ramp
from briefcli.report.data import ReportData
from briefcli.report.sheet import SMALL, THEMES, Entry, Kind, Room, Sheet, Sign, Size, Theme, hatch, ink_on
from briefcli.report.steps import Axis
from briefcli.report.svg import Attributes, cut, element, escaped, number, width_of
from briefcli.report.trend import trend_of
from briefcli.report.worldmap import frame_of, shaped, world_map
from briefcli.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Self

    from briefcli.dossier.history import History
    from briefcli.dossier.model import Dossier
    from briefcli.report.steps import Tick
    from briefcli.report.worldmap import Label, WorldMap

#: How small the row of a country and its letters may be in a picture of the ladder, on a usual sheet.
_ROW, _LEAST_ROW = 24.0, 9.0
#: Names in smaller letters, in pixels, are hard to read.
_LEGIBLE = 8
#: The gap between two tiles, as a part of a tile.
_GAP = 0.07
#: How wide the halo of letters on a pattern is, on a usual sheet.
_HALO = 4.0
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200)
_OUTSIDE = "Not in the dossier"
_SEARCHED = "No stance found by a search"
_LAND = "Map: Natural Earth. Borders, hatching and colours imply no view on sovereignty or recognition."
TILES_NOTE = (
    "Each square is one country, whatever its size. Places are approximate and imply no view on sovereignty."
)


class _Tiles(Struct, frozen=True):
    """The square of each country, and rectangles without one; see the README beside it."""

    columns: int
    rows: int
    free: tuple[tuple[int, int, int, int], ...]
    tiles: dict[str, tuple[int, int]]


class ChartData:
    """What a picture shows: the whole dossier, which sets its layout, and its state on a day under filters.

    A country that the filters leave out is drawn as land, so that the same sheet serves each day and filter.
    """

    def __init__(self, whole: ReportData, now: ReportData, query: Query, *, on_page: bool = False) -> None:
        self.whole = whole
        self.now = now
        self.query = query
        self.dossier = whole.dossier
        self.levels = whole.dossier.levels
        #: Whether the script of a page completes the picture: it has the outlines, and knows what is chosen.
        self.on_page = on_page

    @classmethod
    def of(cls, dossier: Dossier, snapshot: Snapshot, query: Query) -> Self:
        """Return what a picture of a dossier on a day under filters shows."""
        whole = Query(filters=Filters(today=query.filters.today))
        return cls(ReportData(Snapshot(dossier), whole), ReportData(snapshot, query), query)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """The rank of each country that the filters select, 0 for one without a stance, by its code."""
        steps = self.now.context.steps
        ranks = {code: steps[stance.level].rank for code, stance in self.now.standing.items()}
        if self.query.of_stances:
            return ranks
        chosen = self.query.countries
        return {code: ranks.get(code, 0) for code in self.whole.codes if chosen is None or code in chosen}

    @cached_property
    def axis(self) -> Axis:
        """The time that is shown: that of the whole dossier, unless its day is another one."""
        return Axis(self.whole if self.day == self.whole.day else self.now)

    @property
    def histories(self) -> Mapping[str, History]:
        """The histories of the countries that the filters select, by code."""
        return self.now.histories

    @property
    def alone(self) -> str | None:
        """The code of the only country that was requested by name."""
        return self.now.alone

    @property
    def title(self) -> str:
        """The title of the picture."""
        title = self.dossier.title
        return f"{self.now.name(self.alone)} · {title}" if self.alone else title

    @cached_property
    def finding(self) -> str:
        """The finding of the whole dossier, for which there is room."""
        return finding_in_words(self.whole.context, self.whole.stances)

    @property
    def shown(self) -> str:
        """The finding; of an only country its own, and on another day or under a filter the count."""
        if self.alone:
            lines = [one for one in self.now.dossier.bottom_lines if one.country == self.alone]
            current = [one for one in lines if not self.now.context.is_over(one)]
            return country_finding(self.now.context, self.now.standing.get(self.alone), current)
        if self.query.filters.active() or self.day != self.whole.day:
            return count_in_words(
                self.dossier, {code: self.levels[rank - 1].id for code, rank in self.ranks.items() if rank}
            )
        return self.finding

    @property
    def day(self) -> object:
        """The day of the picture."""
        return self.now.day

    @property
    def words(self) -> str:
        """The day and the filters."""
        return " · ".join([in_words(self.now.day), *filters_in_words(self.query)])

    @property
    def source(self) -> str:
        """What to cite, and what an incomplete dossier covers."""
        as_of = in_words(last_day(self.dossier.as_of))
        cited = f"Source: “{self.dossier.title}”, dossier {self.dossier.id} as of {as_of}, brief {__version__}."
        snapshot = self.whole.snapshot
        covers = coverage_of(snapshot)[:1] if is_incomplete(snapshot) else ()
        return " ".join([cited, *(f"{text}." for text in covers)])


def chart_svg(kind: Kind, data: ChartData, size: Size, theme: str = "light") -> str:
    """Return a picture as an SVG document."""
    return sheet_of(kind, data, size, theme).svg(f"{data.title}. {data.words}")


def sheet_of(kind: Kind, data: ChartData, size: Size, theme: str) -> Sheet:
    """Return the sheet of a picture."""
    sheet = Sheet(size, theme, len(data.levels))
    sheet.head(data.title, data.finding, data.shown, data.words)
    match kind:
        case Kind.MAP:
            _map(sheet, data)
        case Kind.TILES:
            _tiles(sheet, data)
        case Kind.TREND:
            _trend(sheet, data)
        case Kind.LADDER:
            _ladder(sheet, data)
    return sheet


def legible_size(data: ChartData, size: Size, most: int) -> Size | None:
    """Return a size of at least this one, with sides of at most `most`, at which a ladder has legible names."""
    for tall in range(size.tall, most + 1, 100):
        sheet = Sheet(Size(size.wide, tall), "light", len(data.levels))
        sheet.head(data.title, data.finding, data.shown, data.words)
        _beside_ladder(sheet, data)
        if _letters(_columns(len(data.histories), sheet.room, sheet.unit)[1], sheet.unit) >= _LEGIBLE:
            return Size(size.wide, tall)
    return legible_size(data, Size(2 * size.wide, size.tall), most) if 2 * size.wide <= most else None


def page_pictures(data: ReportData) -> dict[str, object]:
    """Return the pictures of a report without outlines and state, and with what its script needs for these."""
    shown = ChartData(data, data, data.query, on_page=True)
    sheets, plot = {}, None
    for kind in Kind:
        sheet = sheet_of(kind, shown, Size(1600, 900), "light")
        sheets[kind] = sheet.svg(f"{shown.title}. {shown.words}")
        plot = _plot(sheet) if kind is Kind.TREND else plot
    world = world_map(data)
    labels = [(one.code, one.x, one.y, one.side, one.zoom) for one in world.labels]
    return {
        "sheets": sheets,
        "plot": plot,
        "labels": labels,
        "filters": filters_in_words(data.query),
        "subject": world.subject.code if world.subject else "",
        "searched": data.searched,
        "themes": {
            name: _palette(theme, len(shown.levels), dark=name == "dark") for name, theme in THEMES.items()
        },
    }


def _palette(theme: Theme, levels: int, *, dark: bool) -> dict[str, object]:
    colours = ramp(levels, dark=dark)
    inks = [ink_on(colour) for colour in colours]
    return {**theme._asdict(), "levels": colours, "inks": inks, "subject_ink": ink_on(theme.subject)}


def _entries(sheet: Sheet, data: ChartData, silence: str, numbers: Mapping[str | None, int]) -> list[Entry]:
    """Return the entries of a legend, the highest level first; countries without one only where there are some."""
    found = [
        Entry(level.id, sheet.fill(rank), level.label, numbers.get(level.id, 0), level.meaning)
        for rank, level in [*enumerate(data.levels, 1)][::-1]
    ]
    none = 0 if data.on_page else None
    return [*found, Entry("none", "url(#none)", silence, numbers.get(None, none), "")]


def _numbers(data: ChartData) -> dict[str | None, int]:
    numbers: dict[str | None, int] = {}
    for rank in data.ranks.values():
        level = data.levels[rank - 1].id if rank else None
        numbers[level] = numbers.get(level, 0) + 1
    return numbers


def _left_out(sheet: Sheet, data: ChartData) -> Sign:
    """Return the sign of land, which may have been left out."""
    longest = f"{_OUTSIDE}, or left out by the filter"
    narrowed = len(data.ranks) < len(data.whole.codes)
    return Sign(sheet.theme.land, "left-out", longest if narrowed else _OUTSIDE, longest)


def _land(sheet: Sheet, data: ChartData) -> list[Sign]:
    """Return the signs of countries without a stance that are not counted: those searched, and all others."""
    searched = [Sign(sheet.theme.silent, "", _SEARCHED)] if data.whole.searched else []
    return [*searched, _left_out(sheet, data)]


def _map(sheet: Sheet, data: ChartData) -> None:
    drawn = world_map(data.whole)
    if data.query.countries is not None:
        drawn = structs.replace(drawn, frame=shaped(frame_of(data.ranks, data.dossier.subject), drawn))
    signs = [Sign("url(#claimed)", "", "Claimed by more than one state")] if drawn.disputed else []
    if drawn.subject:
        signs.append(Sign(sheet.theme.subject, "", f"{drawn.subject.name}, the subject"))
    sheet.credit([data.source, _LAND])
    sheet.key([*signs, *_land(sheet, data)])
    sheet.legend(_entries(sheet, data, data.now.silence, _numbers(data)))
    _bodies(sheet, data, [(body.code, body.name) for body in drawn.bodies])
    _world(sheet, data, drawn)


def _bodies(sheet: Sheet, data: ChartData, bodies: Sequence[tuple[str, str]]) -> None:
    """Draw the bodies as chips below the drawing; those that are left out in the colour of land."""
    size, gap = SMALL * sheet.unit, 7 * sheet.unit
    tall = 1.9 * size
    places: list[tuple[int, float, float]] = []
    x, row = 0.0, 0
    for _, name in bodies:
        wide = min(width_of(name, size) + 1.6 * size, sheet.room.wide)
        if x and x + wide > sheet.room.wide:
            x, row = 0.0, row + 1
        places.append((row, x, wide))
        x += wide + gap
    if not bodies:
        return
    room = sheet.room
    height = (row + 1) * (tall + gap)
    top = room.y + room.tall - height + gap
    for (code, name), (row, x, wide) in zip(bodies, places, strict=True):
        fill, ink = _body(sheet, data, code)
        y = top + row * (tall + gap)
        box = element(
            *("rect",),
            x=room.x + x,
            y=y,
            width=wide,
            height=tall,
            rx=tall / 2,
            fill=fill,
            stroke=sheet.theme.muted,
            stroke_width=0.75 * sheet.unit,
        )
        text = cut(name, wide - 1.2 * size, size)
        label = sheet.text(room.x + x + wide / 2, y + 1.28 * size, text, SMALL, fill=ink, text_anchor="middle")
        sheet.add(element("g", box + label, id=code))
    sheet.room = room._replace(tall=room.tall - height - gap)


def _body(sheet: Sheet, data: ChartData, code: str) -> tuple[str, str]:
    """Return the colour of a body or of a tile, and that of its letters."""
    rank = data.ranks.get(code)
    if rank is None and code in data.whole.searched:
        return sheet.theme.silent, sheet.theme.text
    if rank is None:
        return sheet.theme.land, sheet.theme.muted
    if not rank:
        return "url(#none)", sheet.theme.text
    return sheet.fill(rank), ink_on(sheet.fill(rank))


def _world(sheet: Sheet, data: ChartData, drawn: WorldMap) -> None:
    """Draw the map into the room that is left."""
    room, theme = sheet.room, sheet.theme
    _, _, wide, tall = drawn.frame
    scale = max(wide / room.wide, tall / room.tall)

    def path(d: str, **more: str) -> str:
        return element("path", d="" if data.on_page else d, **more)

    parts = [path(drawn.land, fill=theme.land, id="land")]
    if data.whole.searched:
        parts.append(path(drawn.searched, fill=theme.silent, id="searched"))
    if drawn.subject and drawn.subject.path:
        named = element("title", escaped(drawn.subject.name))
        parts.append(element("g", named + path(drawn.subject.path, fill=theme.subject), id="subject"))
    parts += [
        path(area.path, fill=_fill(sheet, data, area.code), id=area.code) for area in drawn.areas if area.path
    ]
    if drawn.disputed:
        claimed = "".join(path(area.path) for area in drawn.disputed)
        where = {"transform": "scale(.1)", "stroke": "none", "id": "claims"}
        parts.append(element("g", claimed, fill="url(#map-claimed)", **where))
    for area in drawn.areas:
        if area.point:
            place: Attributes = {"cx": area.point[0], "cy": area.point[1], "r": 4 * sheet.unit * scale}
            parts.append(element("circle", **place, fill=_fill(sheet, data, area.code), id=f"dot-{area.code}"))
    edge: Attributes = {
        "stroke": theme.coast,
        "stroke_width": 0.7 * sheet.unit * scale,
        "stroke_linejoin": "round",
    }
    land = element("g", "\n".join(parts), id="lines", **edge)
    names = "".join(_names(sheet, data, drawn, scale))
    defs = element("defs", _silent(sheet, scale) + _claimed(sheet, scale))
    sea = element("rect", x=room.x, y=room.y, width=room.wide, height=room.tall, fill=theme.sea)
    box: Attributes = {"x": room.x, "y": room.y, "width": room.wide, "height": room.tall}
    view = " ".join(map(number, drawn.frame))
    sheet.add(sea, element("svg", f"{defs}\n{land}\n{names}", **box, viewBox=view, id="map"))


def _fill(sheet: Sheet, data: ChartData, code: str) -> str:
    rank = data.ranks.get(code)
    if rank is None:
        return sheet.theme.land
    return sheet.fill(rank) if rank else "url(#map-none)"


def _silent(sheet: Sheet, scale: float) -> str:
    step = 6 * sheet.unit * scale
    back = element("rect", width=step, height=step, fill=sheet.theme.silent)
    dot = element("circle", cx=step / 2, cy=step / 2, r=step * 0.18, fill=sheet.theme.dots)
    return element("pattern", back + dot, id="map-none", patternUnits="userSpaceOnUse", width=step, height=step)


def _claimed(sheet: Sheet, scale: float) -> str:
    """Return the hatching of claimed areas, whose paths are in tenths of a unit."""
    return hatch("map-claimed", 60 * sheet.unit * scale, sheet.theme)


def _names(sheet: Sheet, data: ChartData, drawn: WorldMap, scale: float) -> Iterator[str]:
    """Yield the names that fit at the scale of the sheet, except for those of countries that are left out."""
    size = 13.5 * sheet.unit * scale
    for label in drawn.labels:
        chosen = label.code in data.ranks or (drawn.subject and label.code == drawn.subject.code)
        if data.on_page or (chosen and drawn.letter >= label.zoom * size * 0.99):
            yield _name(sheet, label, size)


def _name(sheet: Sheet, label: Label, size: float) -> str:
    x = label.x + {"right": 0.6, "left": -0.6}.get(label.side, 0) * size
    y = label.y + {"below": 1.4, "above": -0.7}.get(label.side, 0.35) * size
    anchor = {"right": "start", "left": "end"}.get(label.side, "middle")
    halo: Attributes = {"stroke": sheet.theme.page, "stroke_width": 0.22 * size, "paint_order": "stroke"}
    return element(
        *("text", escaped(label.text)),
        x=x,
        y=y,
        font_size=size,
        font_weight="bold",
        text_anchor=anchor,
        fill=sheet.theme.text,
        stroke_linejoin="round",
        **halo,
        id=f"name-{label.code}",
    )


def _tiles(sheet: Sheet, data: ChartData) -> None:
    grid = msgspec.json.decode(Path(__file__).with_name("tiles.json").read_bytes(), type=_Tiles)
    drawn = world_map(data.whole)
    others = [code for code in data.whole.codes if code not in grid.tiles]
    subject = drawn.subject.code if drawn.subject else None
    named = ", ".join(f"{code} {data.whole.name(code)}" for code in others)
    sheet.credit([data.source, TILES_NOTE, *([f"Not on the map of the world: {named}."] if named else [])])
    signs = [Sign(sheet.theme.subject, "", f"{drawn.subject.name}, the subject")] if drawn.subject else []
    sheet.key([*signs, *_land(sheet, data)])
    sheet.legend(_entries(sheet, data, data.now.silence, _numbers(data)))
    room = sheet.room
    side = min(room.wide / grid.columns, room.tall / grid.rows)
    left, top = room.x + (room.wide - side * grid.columns) / 2, room.y + (room.tall - side * grid.rows) / 2
    free = [
        (x + dx, y + dy) for x, y, wide, tall in reversed(grid.free) for dy in range(tall) for dx in range(wide)
    ]
    places = {**grid.tiles, **dict(zip(others, free, strict=False))}
    tiles = []
    for code, (column, row) in places.items():
        fill, ink = _body(sheet, data, code)
        if code == subject:
            fill, ink = sheet.theme.subject, ink_on(sheet.theme.subject)
        name = (
            element("title", escaped(data.whole.name(code)))
            if code in {*data.whole.codes, *data.whole.searched}
            else ""
        )
        tile = _tile(sheet, code, Room(left + side * column, top + side * row, side, side), (fill, ink))
        tiles.append(element("g", name + tile, id=code))
    sheet.add(element("g", "\n".join(tiles), id="tiles"))


def _tile(sheet: Sheet, code: str, place: Room, colours: tuple[str, str]) -> str:
    x, y, side, _ = place
    fill, ink = colours
    wide = side * (1 - _GAP)
    box = element("rect", x=x, y=y, width=wide, height=wide, fill=fill, rx=side * 0.08)
    size = min(0.42 * side, 0.85 * wide / max(0.1, width_of(code, 1, bold=True)))
    centre: Attributes = {"text_anchor": "middle", "font_weight": "bold"}
    if not fill.startswith("#"):
        centre |= {"stroke": sheet.theme.silent, "stroke_width": _HALO * sheet.unit, "paint_order": "stroke"}
    return box + sheet.text(x + wide / 2, y + wide / 2 + 0.36 * size, code, size / sheet.unit, fill=ink, **centre)


def _trend(sheet: Sheet, data: ChartData) -> None:
    """Draw how many countries were at each level over time, the highest level at the top."""
    axis = data.axis
    trend = trend_of(data.histories.values(), axis)
    sheet.credit(
        [data.source, f"Number of {data.whole.kinds_of_countries} at each level, the highest at the top."]
    )
    sheet.key([])
    numbers = trend.counts[-1].numbers
    sheet.legend(_entries(sheet, data, NOT_YET_COVERED, numbers if trend.is_complete else {None: 0, **numbers}))
    left, top, wide, tall = _plot(sheet)
    xs = [*(left + wide * axis.at(day) / 100 for day in trend.days), left + wide]
    ranks = {level.id: rank for rank, level in enumerate(data.levels, 1)}
    bands = dict(trend.bands([*ranks], xs, top + tall, tall))
    for level in (*ranks, None):
        fill = sheet.fill(ranks[level]) if level else "url(#none)"
        sheet.add(
            element(
                "path", d="" if data.on_page else bands.get(level, ""), fill=fill, id=f"trend-{level or 'none'}"
            )
        )
    _frame(sheet, axis, (left, top, wide, tall), max(1, trend.total))


def _plot(sheet: Sheet) -> Room:
    """Return the part of the room that is left in which a trend is drawn."""
    room, size = sheet.room, SMALL * sheet.unit
    return Room(room.x + 3 * size, room.y + size, room.wide - 4 * size, room.tall - 3.2 * size)


def _frame(sheet: Sheet, axis: Axis, box: tuple[float, float, float, float], total: int) -> None:
    """Draw the axes of a trend: years below, the number of countries on the left."""
    left, top, wide, tall = box
    size, theme = SMALL * sheet.unit, sheet.theme
    line: Attributes = {"stroke": theme.text, "stroke_width": 0.8 * sheet.unit}
    for tick in _spaced(axis, wide, size):
        x = left + wide * tick.at / 100
        sheet.add(element("line", x1=x, x2=x, y1=top, y2=top + tall + 0.4 * size, stroke_opacity=0.35, **line))
        sheet.add(sheet.text(x, top + tall + 1.7 * size, tick.text, SMALL, text_anchor="middle", fill=theme.muted))
    sheet.add(element("line", x1=left, x2=left + wide, y1=top + tall, y2=top + tall, **line))
    step = next((step for step in _STEPS if total / step <= 6), 500)
    marks = []
    for value in range(0, total + 1, step):
        y = top + tall - tall * value / total
        marks.append(element("line", x1=left - 0.4 * size, x2=left, y1=y, y2=y, **line))
        where: Attributes = {"text_anchor": "end", "fill": theme.muted}
        marks.append(sheet.text(left - 0.7 * size, y + 0.35 * size, str(value), SMALL, **where))
    sheet.add(element("g", "".join(marks), id="numbers"))


def _spaced(axis: Axis, wide: float, size: float) -> Iterator[Tick]:
    """Yield the dates on an axis that find room beside each other."""
    end = -1.0
    for tick in axis.periods()[0].ticks:
        x, half = wide * tick.at / 100, width_of(tick.text, size) / 2
        if x - half > end:
            yield tick
            end = x + half + 0.4 * size


def _ladder(sheet: Sheet, data: ChartData) -> None:
    """Draw the levels of each country over time: the taller and darker, the higher."""
    _beside_ladder(sheet, data)
    room, rows = sheet.room, [*data.histories.items()]
    columns, tall = _columns(len(rows), room, sheet.unit)
    most = columns * max(1, int((room.tall - 1.8 * SMALL * sheet.unit) / tall))
    gap = 24 * sheet.unit
    wide = (room.wide - gap * (columns - 1)) / columns
    each = -(-min(len(rows), most) // columns) or 1
    for column in range(columns):
        own = rows[column * each : (column + 1) * each]
        if own:
            _lanes(sheet, data, own, Room(room.x + column * (wide + gap), room.y, wide, tall))


def _beside_ladder(sheet: Sheet, data: ChartData) -> None:
    """Draw what is beside the countries of a ladder."""
    sheet.credit([data.source])
    signs = [Sign("dot", "", "A change. The taller the bar, the higher the level.")]
    if any(not run.since_is_known for history in data.histories.values() for run in history.runs):
        signs.append(Sign("ring", "", "Level reached on an unknown earlier day."))
    sheet.key(signs)
    numbers: dict[str | None, int] = {level: at for level, at in _numbers(data).items() if level}
    sheet.legend(_entries(sheet, data, data.now.silence, numbers))


def _columns(rows: int, room: Room, unit: float) -> tuple[int, float]:
    """Return the number of columns for a number of rows, and their height."""
    tall = room.tall - 1.8 * SMALL * unit
    for columns in (1, 2, 3):
        row = tall / max(1, -(-rows // columns))
        if row >= 0.72 * _ROW * unit or (columns == 3 and row >= _LEAST_ROW * unit):
            return columns, min(row, 1.6 * _ROW * unit)
    return 4, max(_LEAST_ROW * unit, tall / max(1, -(-rows // 4)))


def _lanes(sheet: Sheet, data: ChartData, rows: Sequence[tuple[str, History]], place: Room) -> None:
    """Draw a column of countries with its axis above; `place` is as tall as one row."""
    axis = data.axis
    size = _letters(place.tall, sheet.unit)
    left = place.x + 0.34 * place.wide
    wide = place.wide - 0.34 * place.wide - 4 * sheet.unit
    top = place.y + 1.8 * SMALL * sheet.unit
    theme = sheet.theme
    for tick in _spaced(axis, wide, SMALL * sheet.unit):
        x = left + wide * tick.at / 100
        foot = top + place.tall * len(rows)
        sheet.add(element("line", x1=x, x2=x, y1=top, y2=foot, stroke=theme.line, stroke_width=sheet.unit))
        sheet.add(
            sheet.text(
                x, place.y + SMALL * sheet.unit, tick.text, SMALL * 0.9, text_anchor="middle", fill=theme.muted
            )
        )
    for at, (code, history) in enumerate(rows):
        name = cut(data.now.name(code), 0.32 * place.wide, size)
        parts = [sheet.text(0, 0.7 * place.tall, name, size / sheet.unit)]
        parts += _lane(sheet, axis, history, Room(left - place.x, 0.92 * place.tall, wide, 0.8 * place.tall))
        where = f"translate({number(place.x)} {number(top + place.tall * at)})"
        sheet.add(element("g", "".join(parts), id=code, transform=where))


def _letters(tall: float, unit: float) -> float:
    """Return the size of the letters in a row."""
    return min(0.62 * tall, 14 * unit)


def _lane(sheet: Sheet, axis: Axis, history: History, place: Room) -> Iterator[str]:
    """Yield the bars of a country, and a dot for each change; the foot of the bars is at `place.y`."""
    steps, of = axis.steps, len(sheet.levels)
    for run in history.runs:
        rank = steps[run.level].rank
        x1, x2 = (place.x + place.wide * axis.place_of(date) / 100 for date in (run.since, run.until))
        high = place.tall * rank / of
        yield element("rect", x=x1, y=place.y - high, width=x2 - x1, height=high, fill=sheet.fill(rank))
    for change in history.changes():
        rank = 0 if change.after is None else steps[change.record.level].rank
        x = place.x + place.wide * axis.place_of(change.date) / 100
        y = place.y - place.tall * rank / of
        hollow = change.kind is ChangeKind.NEWLY_KNOWN
        yield sheet.dot(x, y, min(2.6 * sheet.unit, 0.14 * place.tall), hollow=hollow)
