"""Changes that change nothing in the months that were asked about, and what is said of them."""

from __future__ import annotations

from subsidy.dates import Period
from subsidy.errors import Words
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.requests import read_request

__all__ = ["NO_EFFECT", "is_outside", "outside_words"]

NO_EFFECT = Words(
    "nobody's amount differs: look at the months of the changes, and whether the condition "
    "(eligible) lets these people in",
    "没有任何人的金额变动：请核对变动的月份，以及享受条件（eligible）是否包含相应人员",
)


def is_outside(key: str, period: Period) -> bool:
    """Whether a change, ``target@months``, holds in no month of the period."""
    request = read_request(key, "", Findings())
    if request is None:
        return False
    begins_after = request.first is not None and request.first >= period.end
    return begins_after or (request.end is not None and request.end <= period.first)


def outside_words(key: str, period: str) -> Words:
    """What is said of such a change."""
    return Words(
        f"{key} holds in no month of {period}, and changes nothing here",
        f"{key} 不在 {period} 之内，对本次测算没有影响",
    )
