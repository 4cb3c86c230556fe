"""Whoever asks for one person after another has the rules made ready once."""

from __future__ import annotations

import subsidy
from subsidy.engine.units import plans


def test_a_thousand_calls_of_one_person_make_one_plan(monkeypatch):
    """Fails if a book is planned again for everybody who comes to the counter."""
    made = []
    build = plans.build_plan

    def counted(*arguments, **named):
        made.append(arguments)
        return build(*arguments, **named)

    monkeypatch.setattr(plans, "build_plan", counted)
    book = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")
    for number in range(1_000):
        subsidy.calculate(book, [{"person_id": f"P{number}", "birth_date": "1943-05-20"}], "2023")

    assert 1 == len(made)
