"""Hypothesis strategies for rulebooks and people.

Everything is drawn through the interface of :class:`random.Random`: Hypothesis hands in one
whose every choice it can shrink, a long run hands in a seeded one.
"""

from __future__ import annotations

from random import Random

from attrs import frozen
from hypothesis import strategies as st

from subsidy.dates import Period
from subsidy.rulebook.model import Rulebook
from tests.drawing.books import draw_book, draw_period
from tests.drawing.people import Crowd, draw_crowd

__all__ = ["Situation", "draw_situation", "situations"]


@frozen
class Situation:
    """A rulebook, a period, and people for whom to calculate it."""

    book: Rulebook
    period: Period
    crowd: Crowd


def draw_situation(random: Random, people: int, crowd_random: Random | None = None) -> Situation:
    """One book, one period and *people* people, drawn from *random*."""
    period = draw_period(random)
    book = draw_book(random, period)
    return Situation(book, period, draw_crowd(crowd_random or random, book, period, people))


def situations(people: int) -> st.SearchStrategy[Situation]:
    """Situations of *people* people; the book shrinks choice by choice, the people by their seed."""
    return st.builds(
        lambda random, seed: draw_situation(random, people, Random(seed)),
        st.randoms(use_true_random=False),
        st.integers(0, 2**32),
    )
