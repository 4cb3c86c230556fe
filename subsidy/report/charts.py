"""Charts as Vega-Lite descriptions: plain values in, one drawing out; amounts stay text until drawn.

Each function returns a description (a mapping) for :mod:`subsidy.report.drawing`. Amounts are
yuan as text, as in the JSON of an answer; the drawing program turns them into lengths, so that
no number of a page passes through a float of ours. The first eight colours are those of Okabe
and Ito, which people with any colour vision can tell apart; the others follow where there are more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from subsidy.errors import Words

__all__ = [
    "PALETTE",
    "band_chart",
    "grid_chart",
    "months_chart",
    "stacked_chart",
    "sweep_chart",
    "titled",
    "tornado_chart",
]

Rows = Sequence[Mapping[str, Any]]
Chart = dict[str, Any]

PALETTE = (
    *("#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#F0E442", "#000000"),
    *("#332288", "#882255", "#999933", "#44AA99", "#CC6677", "#8C510A", "#999999", "#AA4499"),
)
FONTS = (
    "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',"
    "'WenQuanYi Zen Hei','Helvetica Neue',Arial,sans-serif"
)
_INK, _QUIET, _GRID = "#222222", "#5f6368", "#e6e6e6"
_WIDTH, _HEIGHT = 680, 300
_TEN_THOUSAND = 10_000
_LARGE_YUAN = 100_000  # from here on amounts read better in ten thousands
_MANY_MONTHS = 30
_ROW = 30
_LINE = 15
_MANY_ROWS = 16
_READABLE_CELLS = 9
_PALE = "#e5f1f8"
_NUMBER = ",.4~f"  # thousands parted, no more decimals than needed

_YUAN = Words("yuan", "元")
_WAN = Words("10,000 yuan", "万元")


def band_chart(rows: Rows, language: str) -> Chart:
    """Cost by month: the base case as a line, low to high as a band. Columns month, low, base, high."""
    has_band = all("low" in row and "high" in row for row in rows)
    unit = _unit(row[name] for row in rows for name in ("base", "high") if name in row)
    layers: list[Chart] = []
    if has_band:
        layers.append(
            {
                "mark": {"type": "area", "opacity": 0.22, "color": PALETTE[0]},
                "encoding": {"y": _y("v_low", unit, language), "y2": {"field": "v_high"}},
            }
        )
        layers += [_edge("v_low"), _edge("v_high")]
    line = {
        "mark": {"type": "line", "color": PALETTE[0], "strokeWidth": 2.5},
        "encoding": {"y": _y("v_base", unit, language)},
    }
    names = ("low", "base", "high") if has_band else ("base",)
    return {
        **_frame([*rows[:-1], *({**row, "is_last": True} for row in rows[-1:])]),
        "transform": _values(names, unit),
        "encoding": {"x": _x_months(rows)},
        "layer": [*layers, line, *_end_labels(rows, names, language)],
    }


def months_chart(rows: Rows, names: Sequence[tuple[str, Words]], language: str) -> Chart:
    """Cost by month, one line a case; *names* are columns and what they are called."""
    unit = _unit(row[name] for row in rows for name, _ in names)
    labels = [words.in_language(language) for _, words in names]
    long = [
        {"month": row["month"], "case": label, "value": row[name]}
        for row in rows
        for (name, _), label in zip(names, labels, strict=True)
    ]
    return {
        **_frame(long),
        "transform": _values(("value",), unit),
        "mark": {"type": "line", "strokeWidth": 2.5, "point": len(rows) <= _MANY_MONTHS},
        "encoding": {
            "x": _x_months(rows),
            "y": _y("v_value", unit, language),
            "color": {**_colour("case", labels), "legend": {"symbolType": "stroke"}},
            "strokeDash": {"field": "case", "type": "nominal", "sort": labels, "legend": None},
        },
    }


def stacked_chart(rows: Rows, language: str) -> Chart:
    """Cost by year (or whatever *at* says), stacked by kind. Columns at, kind, amount.

    Bars stand in the order of the rows; a kind that costs nothing anywhere has no colour.
    """
    unit = _unit(_sums(rows))
    places = list(dict.fromkeys(row["at"] for row in rows))
    costly = {row["kind"] for row in rows if Decimal(row["amount"])}
    kinds = [one for one in dict.fromkeys(row["kind"] for row in rows) if one in costly]
    order = {kind: number for number, kind in enumerate(kinds)}
    numbered = [{**row, "order": order[row["kind"]]} for row in rows if row["kind"] in order]
    return {
        **_frame(numbered),
        "transform": _values(("amount",), unit),
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.5},
        "encoding": {
            "x": {
                "field": "at",
                "type": "ordinal",
                "title": None,
                "sort": places,
                "axis": {"labelAngle": 0 if len(places) <= 15 else -90},
            },
            "y": _y("v_amount", unit, language),
            "color": _colour("kind", kinds),
            "order": {"field": "order", "type": "quantitative"},
        },
    }


def sweep_chart(rows: Rows, target: str, language: str) -> Chart:
    """Cost against the value of one parameter: a line through every value tried. Columns value, cost."""
    unit = _unit(row["cost"] for row in rows)
    numbered = [{**row, "place": number} for number, row in enumerate(rows)]
    return {
        **_frame(numbered),
        "transform": _values(("cost",), unit),
        "mark": {
            "type": "line",
            "color": PALETTE[0],
            "strokeWidth": 2.5,
            "point": {"size": 45, "color": PALETTE[0]},
        },
        "encoding": {
            "x": {
                "field": "value",
                "type": "ordinal",
                "sort": {"field": "place"},
                "title": target,
                "axis": {"labelAngle": -35 if len(rows) > 6 else 0, "labelOverlap": True},
            },
            "y": {**_y("v_cost", unit, language), "scale": {"zero": False, "nice": True}},
        },
    }


def grid_chart(rows: Rows, targets: Sequence[str], language: str) -> Chart:
    """Cost for every pair of values of two parameters, the dearer the darker. Columns x, y, cost.

    *targets* are what the two are called, that of x first. Few cells bear their cost in figures.
    """
    unit = _unit(row["cost"] for row in rows)
    places = {name: list(dict.fromkeys(row[name] for row in rows)) for name in ("x", "y")}
    high = len(places["y"])
    is_small = len(places["x"]) <= _READABLE_CELLS and high <= _MANY_ROWS
    costs = [Decimal(row["cost"]) for row in rows]
    least, most = min(costs, default=Decimal(0)), max(costs, default=Decimal(0))
    dark = least + (most - least) * 3 / 5  # from here on white figures are read more easily
    told = [{**row, "is_dark": cost > dark} for row, cost in zip(rows, costs, strict=True)]
    cells = {
        "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1},
        "encoding": {"color": _shades(unit, language)},
    }
    return {
        **_frame(told),
        "height": (_ROW if high <= _MANY_ROWS else _LINE) * max(high, 1),
        "transform": _values(("cost",), unit),
        "encoding": {
            "x": _values_axis("x", targets[0], places),
            "y": _values_axis("y", targets[1], places),
        },
        "layer": [cells, *([_cell_figures(unit)] if is_small else [])],
    }


def titled(chart: Chart, title: str) -> Chart:
    """A chart that stands alone, with what it shows above it."""
    look = {"anchor": "start", "fontSize": 15, "color": _INK, "offset": 18, "limit": 900}
    return {**chart, "title": {"text": title, **look}}


def tornado_chart(rows: Rows, percent: int, language: str) -> Chart:
    """What each rate does to the cost when it is lower or higher. Columns target, low, high."""
    unit = _unit(row[name] for row in rows for name in ("low", "high"))
    labels = [f"−{percent} %", f"+{percent} %"]
    long = [
        {"target": row["target"], "case": label, "value": row[name]}
        for row in rows
        for name, label in zip(("low", "high"), labels, strict=True)
    ]
    axis = {"title": unit.in_language(language), "format": _NUMBER, "grid": True, "tickCount": 9}
    return {
        **_frame(long),
        "height": _ROW * max(len(rows), 1),
        "transform": _values(("value",), unit),
        "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": {
            "y": {
                "field": "target",
                "type": "nominal",
                "sort": [row["target"] for row in rows],
                "title": None,
                "axis": {"labelLimit": 320},
            },
            "x": {"field": "v_value", "type": "quantitative", "axis": axis, "stack": None},
            "color": _colour("case", labels),
        },
    }


def _shades(unit: Words, language: str) -> Chart:
    """From pale to dark by cost, with a bar beside the cells that says which is which."""
    legend = {"title": unit.in_language(language), "format": _NUMBER, "orient": "right"}
    return {
        "field": "v_cost",
        "type": "quantitative",
        "scale": {"range": [_PALE, PALETTE[0]], "zero": False},
        "legend": {**legend, "gradientLength": 180, "offset": 16, "titlePadding": 8},
    }


def _cell_figures(unit: Words) -> Chart:
    """The cost in each cell, to the yuan of ten thousands or the fen of yuan."""
    exact = ",.4f" if unit is _WAN else ",.2f"
    ink = {"condition": {"test": "datum.is_dark", "value": "white"}, "value": _INK}
    return {
        "mark": {"type": "text", "fontSize": 11},
        "encoding": {
            "text": {"field": "v_cost", "type": "quantitative", "format": exact},
            "color": ink,
        },
    }


def _values_axis(name: str, title: str, places: Mapping[str, Sequence[str]]) -> Chart:
    """An axis of tried values; the highest of y stands on top, as of any other chart."""
    angle = {"labelAngle": -35 if len(places["x"]) > 6 else 0} if name == "x" else {}
    beside = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12}
    order = list(places[name]) if name == "x" else list(reversed(places[name]))
    axis = {**angle, **(beside if name == "y" else {}), "labelOverlap": True, "labelLimit": 200}
    return {"field": name, "type": "ordinal", "sort": order, "title": title, "axis": axis}


# ── parts ────────────────────────────────────────────────────────────────────────────


def _frame(rows: Rows) -> Chart:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [dict(row) for row in rows]},
        "width": _WIDTH,
        "height": _HEIGHT,
        "padding": 8,
        "background": "white",
        "config": _config(),
    }


def _config() -> Chart:
    words = {"labelColor": _QUIET, "titleColor": _QUIET, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "font": FONTS,
        "view": {"stroke": None},
        "range": {"category": list(PALETTE)},
        "axis": {
            **words,
            "gridColor": _GRID,
            "domainColor": "#999999",
            "tickColor": "#999999",
            "titleFontWeight": "normal",
            "labelPadding": 6,
            "titlePadding": 10,
        },
        "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left"}
        | {"titleAnchor": "end", "titleY": -12, "titleX": -40},
        "axisX": {"grid": False},
        "legend": {**words, "orient": "top", "title": None, "symbolType": "square"}
        | {"labelLimit": 300, "columns": 2, "offset": 26},
    }


def _unit(amounts: Iterable[Any]) -> Words:
    """Yuan, or ten thousand yuan where amounts are large."""
    largest = max((abs(Decimal(str(amount))) for amount in amounts), default=Decimal(0))
    return _WAN if largest >= _LARGE_YUAN else _YUAN


def _values(names: Sequence[str], unit: Words) -> list[Chart]:
    """Text into lengths, in the drawing program."""
    divisor = _TEN_THOUSAND if unit is _WAN else 1
    return [
        {"calculate": f"toNumber(datum['{name}']) / {divisor}", "as": f"v_{name}"} for name in names
    ]


def _y(field: str, unit: Words, language: str) -> Chart:
    axis = {"title": unit.in_language(language), "format": _NUMBER, "tickCount": 6}
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"zero": True}}


def _x_months(rows: Rows) -> Chart:
    shape = "%Y" if len(rows) > _MANY_MONTHS else "%Y-%m"
    axis: Chart = {"title": None, "format": shape, "labelOverlap": True}
    if len(rows) > _MANY_MONTHS:
        axis["tickCount"] = "year"
    return {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "axis": axis}


def _edge(field: str) -> Chart:
    mark = {"type": "line", "color": PALETTE[0], "strokeWidth": 1, "opacity": 0.55}
    return {"mark": mark, "encoding": {"y": {"field": field, "type": "quantitative"}}}


_CASES = {"low": Words("low", "低"), "base": Words("base", "基准"), "high": Words("high", "高")}


def _end_labels(rows: Rows, names: Sequence[str], language: str) -> list[Chart]:
    """The names of the lines, at their right ends."""
    if len(names) == 1 or not rows:
        return []
    shifts = _apart([Decimal(rows[-1][name]) for name in names], _top(rows, names))
    return [
        {
            "transform": [{"filter": "datum.is_last"}],
            "mark": {"type": "text", "align": "left", "dx": 6, "dy": shift, "fontSize": 12}
            | {"color": _INK},
            "encoding": {
                "y": {"field": f"v_{name}", "type": "quantitative"},
                "text": {"value": _CASES[name].in_language(language)},
            },
        }
        for name, shift in zip(names, shifts, strict=True)
    ]


def _top(rows: Rows, names: Sequence[str]) -> Decimal:
    return max((Decimal(row[name]) for row in rows for name in names), default=Decimal(0))


def _apart(values: Sequence[Decimal], top: Decimal) -> list[int]:
    """By how many pixels the words for low, base and high must give way, so that all can be read."""
    low, base, high = (int(value * _HEIGHT / top) if top else 0 for value in values)
    return [max(0, _LINE - (base - low)), 0, -max(0, _LINE - (high - base))]


def _colour(field: str, labels: Sequence[str]) -> Chart:
    colours = [PALETTE[number % len(PALETTE)] for number in range(len(labels))]
    scale = {"domain": list(labels), "range": colours}
    return {"field": field, "type": "nominal", "scale": scale, "sort": list(labels)}


def _sums(rows: Rows) -> list[Decimal]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row["at"]] = sums.get(row["at"], Decimal(0)) + Decimal(row["amount"])
    return list(sums.values())
