"""Drawing charts: Vega-Lite descriptions into SVG or PNG, without a browser and without a network."""

from __future__ import annotations

import json
import re
from typing import Any

from subsidy.errors import OutputRefused, Place, Problem, Words

__all__ = ["draw_png", "draw_svg"]

_VERSION = "5.21"
_ID = re.compile(r'(\bid="|url\(#|href="#)([A-Za-z_][\w-]*)')
_PIXELS = 2


def draw_svg(chart: dict[str, Any], name: str) -> str:
    """One chart as an SVG element; *name* keeps its inner names apart from those of other charts.

    Raises:
        OutputRefused: the extra ``charts`` is not installed.
    """
    svg = str(_library().vegalite_to_svg(json.dumps(chart), vl_version=_VERSION))
    return _ID.sub(rf"\g<1>{name}-\g<2>", svg)


def draw_png(chart: dict[str, Any]) -> bytes:
    """One chart as a PNG image, twice as fine as a screen.

    Raises:
        OutputRefused: the extra ``charts`` is not installed.
    """
    return bytes(_library().vegalite_to_png(json.dumps(chart), vl_version=_VERSION, scale=_PIXELS))


def _library() -> Any:
    try:
        import vl_convert
    except ImportError:
        message = Words("drawing charts needs another package", "绘图需要另外安装软件包")
        cure = Words(
            "install it: pip install 'subsidy[charts]'", "请安装：pip install 'subsidy[charts]'"
        )
        raise OutputRefused(
            Problem("extra-missing", Place("charts"), message, cure, "vl-convert-python")
        ) from None
    return vl_convert
