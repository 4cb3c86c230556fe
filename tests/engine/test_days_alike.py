"""Days on which nothing that a formula reads has changed: it is not asked again, and says the same."""

from __future__ import annotations

from random import Random

import pytest

import subsidy
from subsidy.engine.reference import Reference
from subsidy.engine.reference.evaluate import Unit
from subsidy.register import headings, words_without_days
from subsidy.rulebook import in_play
from tests.agreement.of_units import by_reference, draw_village
from tests.strategies import draw_situation

ONE = {"person_id": "P1", "birth_date": "1943-05-20", "disability_from": "2016-02-10"}


def every_day(unit, node, days, months):
    """The plain way: every day by itself."""
    return [unit.truth(node, day, month) for day, month in zip(days, months, strict=True)]


@pytest.mark.parametrize("seed", range(30))
def test_whoever_is_asked_every_day_is_told_the_same(seed, monkeypatch):
    """Drawn rules and people, with every detail of a month. Fails where a leaf is left out."""
    situation = draw_situation(Random(seed), people=6)
    reference = Reference(situation.book, situation.period)
    told = [reference.decide(facts) for facts in situation.crowd.rows]
    monkeypatch.setattr(Unit, "truths", every_day)

    assert [reference.decide(facts) for facts in situation.crowd.rows] == told


@pytest.mark.parametrize("seed", range(12))
def test_households_and_institutions_asked_every_day_are_told_the_same(seed, monkeypatch):
    """Counts of members and figures by the month, too."""
    village = draw_village(Random(seed), homes=4)
    told = by_reference(village)
    monkeypatch.setattr(Unit, "truths", every_day)

    assert by_reference(village) == told


def test_a_formula_is_asked_when_a_month_or_a_fact_changes_and_not_every_day(monkeypatch):
    """Seven months are looked at, more than two hundred days. Fails if each day asks again."""
    book, asked = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng"), []
    formulas = {scheme.eligible for scheme in book.schemes}
    truth = Unit.truth

    def counting(unit, node, day, month):
        if node in formulas:
            asked.append(node)
        return truth(unit, node, day, month)

    monkeypatch.setattr(Unit, "truth", counting)
    explained = subsidy.explain(book, [ONE], "P1", "2023-05")

    assert len(explained.schemes) <= len(asked) <= 12 * len(explained.schemes)


def test_explaining_reads_what_hangs_on_the_book_once():
    """Which rules play, and what their headings mean. Fails if each explanation finds out anew."""
    book = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")
    kept = (in_play._in_play, headings._matched, words_without_days._read_by_rules)
    subsidy.explain(book, [ONE], "P1", "2023-05")
    before = [one.cache_info().misses for one in kept]
    for _ in range(5):
        subsidy.explain(book, [ONE], "P1", "2023-05")

    assert before == [one.cache_info().misses for one in kept]
    assert all(one.cache_info().maxsize for one in kept)
