"""Charts of measurements as SVG by hand: no package, no script, readable on white and on black."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import ceil, floor, log10

__all__ = ["bars", "lines"]

_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#777}.t{font-weight:600}"
    ".g{stroke:#7777;stroke-width:.5}.o{fill:#0072b2}.b{fill:#999}.w{stroke:#777;stroke-width:1.5}"
)
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_WIDTH, _LEFT, _RIGHT, _ROW = 860, 230, 90, 22

Bar = tuple[str, float, float, float]  # label, middle, least, most


def bars(title: str, groups: Mapping[str, Sequence[Bar]]) -> str:
    """Horizontal bars on a logarithmic scale; the first of each group stands out."""
    every = [bar for group in groups.values() for bar in group]
    low = floor(log10(min(bar[2] for bar in every)))
    high = ceil(log10(max(bar[3] for bar in every)))
    parts: list[str] = []
    top = 56
    for name, group in groups.items():
        parts.append(_text(_LEFT, top, name, "t"))
        for number, bar in enumerate(group):
            parts += _bar(bar, top + 10 + number * _ROW, (low, high), "b" if number else "o")
        top += 10 + len(group) * _ROW + 30
    grid = [
        f'<line class="g" x1="{_x(10**n, (low, high)):.1f}" x2="{_x(10**n, (low, high)):.1f}"'
        f' y1="62" y2="{top - 24}"/>' + _text(_x(10**n, (low, high)) - 8, top - 6, f"{10**n:g}")
        for n in range(low, high + 1)
    ]
    return _page(title, top + 4, [*grid, *parts])


def _bar(bar: Bar, top: float, ends: tuple[int, int], kind: str) -> Iterator[str]:
    label, middle, least, most = bar
    right, y = _x(middle, ends), top + _ROW / 2
    yield _text(_LEFT - 10, y + 4, label, "", "end")
    yield (
        f'<rect class="{kind}" x="{_LEFT}" y="{top + 3}" width="{right - _LEFT:.1f}"'
        f' height="{_ROW - 6}"/>'
    )
    yield (
        f'<line class="w" x1="{_x(least, ends):.1f}" x2="{_x(most, ends):.1f}" y1="{y}" y2="{y}"/>'
    )
    yield _text(
        max(right, _x(most, ends)) + 6,
        y + 4,
        f"{middle:,.1f}" if middle < 100 else f"{middle:,.0f}",
    )


def lines(title: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Lines over points (people, ns), both axes logarithmic."""
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    across = floor(log10(min(xs))), ceil(log10(max(xs)))
    up = floor(log10(min(ys))), ceil(log10(max(ys)))
    bottom, height = 380, 310

    def at(x: float, y: float) -> tuple[float, float]:
        share = (log10(y) - up[0]) / (up[1] - up[0])
        return _x(x, across), bottom - height * share

    parts = []
    for n in range(across[0], across[1] + 1):
        x, _ = at(10**n, 10 ** up[0])
        parts.append(
            f'<line class="g" x1="{x:.1f}" x2="{x:.1f}" y1="{bottom - height}" y2="{bottom}"/>'
        )
        parts.append(_text(x, bottom + 18, f"{10**n:,}", "", "middle"))
    for n in range(up[0], up[1] + 1):
        _, y = at(10 ** across[0], 10**n)
        parts.append(
            f'<line class="g" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(_text(_LEFT - 10, y + 4, f"{10**n:g}", "", "end"))
    for number, (name, points) in enumerate(series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in points))
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        )
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'
            for x, y in (at(*point) for point in points)
        ]
        parts.append(f'<rect x="20" y="{80 + 24 * number}" width="14" height="4" fill="{colour}"/>')
        parts.append(_text(42, 86 + 24 * number, name))
    return _page(title, bottom + 34, parts)


def _x(value: float, ends: tuple[int, int]) -> float:
    share = (log10(value) - ends[0]) / (ends[1] - ends[0])
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _page(title: str, height: float, parts: Sequence[str]) -> str:
    inside = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}"'
        f' role="img" aria-label="{escape(title)}">\n<style>{_STYLE}</style>\n'
        f"{_text(20, 26, title, 't')}\n{inside}\n</svg>\n"
    )
