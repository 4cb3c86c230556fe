"""Explaining: one unit, one month, every reason, from the reference.

>>> people = [{"person_id": "P1", "birth_date": "1943-06-01"}]
>>> told = explain("cn/hunan/zhuzhou/shifeng", people, "P1", "2023-05", scheme="elderly_allowance")
>>> told.schemes[0].status.value
'not eligible'
"""

from __future__ import annotations

from subsidy.explanation.explaining import explain, explain_person
from subsidy.explanation.reasons import Explanation, Mark, Reason, SchemeExplanation

__all__ = [
    "Explanation",
    "Mark",
    "Reason",
    "SchemeExplanation",
    "explain",
    "explain_person",
]
