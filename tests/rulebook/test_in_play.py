"""Which schemes can be calculated, by hand: both engines ask this one place, so agreement cannot."""

from __future__ import annotations

from attrs import evolve

from subsidy.expression.nodes import (
    And,
    Compare,
    Comparison,
    FactValue,
    Literal,
    MoneyLiteral,
    Multiply,
    ParameterValue,
)
from subsidy.rulebook.in_play import in_play
from subsidy.rulebook.model import Frozen, NetAmount, NetScheme, Rulebook
from tests.drawing.by_hand import flat, parameter, scheme, version
from tests.drawing.homes_by_hand import (
    LIVING,
    NET_OF_SHARE,
    book,
    of_household,
    of_site,
    roof,
)

PERSON = frozenset({"person"})
HOMES = frozenset({"person", "household"})
ALL = frozenset({"person", "household", "institution"})
AID = scheme("aid", LIVING, flat(5_000))
NOT_KNOWN = parameter("not_known")
HALF_OF_IT = parameter(
    "half", version("2020-01", Multiply(ParameterValue("not_known"), Literal(1)))
)


def names(rules: Rulebook) -> list[str]:
    return [one.name for one in rules.schemes]


def left(rules: Rulebook, units: frozenset[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    _, left_out = in_play(rules, units)
    return {one.scheme: (one.why.en, one.unknown) for one in left_out}


def paying(name: str, rate: str) -> object:
    return evolve(AID, name=name, amount=evolve(AID.amount, at_most=ParameterValue(rate)))


def test_all_of_a_book_is_in_play_where_every_register_is_given() -> None:
    """Nothing is left out, nothing changed."""
    rules = book(roof(), AID, of_site("beds_grant"))

    assert (rules, ()) == in_play(rules, ALL)


def test_a_scheme_of_units_without_a_register_is_left_out_by_name() -> None:
    """With the option that would give one."""
    rules = book(roof(), AID, of_site("beds_grant"))

    assert ["aid"] == names(in_play(rules, PERSON)[0])
    assert left(rules, PERSON) == {
        "roof": ("no register of households is given (--households)", ()),
        "beds_grant": ("no register of institutions is given (--institutions)", ()),
    }


def test_who_reads_facts_of_households_needs_their_register() -> None:
    """In a condition, a count or an amount; empty facts of nobody's household would be a guess."""
    poor = Compare(Comparison.LESS, FactValue("home_income"), MoneyLiteral(1, 1))
    alone = Compare(Comparison.EQUAL, FactValue("living"), Literal(1))
    rules = book(
        scheme("poor_aid", And((LIVING, poor)), flat(1)),
        scheme("lone_aid", alone, flat(1)),
        scheme("less_income", LIVING, flat(1), nets=(NetAmount(FactValue("home_income"), LIVING),)),
        AID,
    )
    why = ("no register of households is given (--households)", ())

    assert left(rules, PERSON) == {"poor_aid": why, "lone_aid": why, "less_income": why}
    assert {} == left(rules, HOMES)


def test_a_scheme_that_wants_a_rate_that_nobody_knows_is_left_out_with_the_rate() -> None:
    """Also where it wants it through another rate; the others are calculated."""
    rules = book(
        paying("first", "not_known"), paying("second", "half"), AID,
        parameters=(NOT_KNOWN, HALF_OF_IT),
    )  # type: ignore[arg-type]  # fmt: skip
    why = "not known: not_known; supply with --set not_known=… or in a rule file"

    assert ["aid"] == names(in_play(rules, PERSON)[0])
    assert left(rules, PERSON) == {
        "first": (why, ("not_known",)),
        "second": (why, ("not_known",)),
    }


def test_what_hangs_on_a_scheme_left_out_is_left_out_too() -> None:
    """By exclusion, requirement, netting or a frozen amount, and whatever hangs on that."""
    frozen = evolve(AID.amount, frozen=Frozen("unpaid", 3))
    rules = book(
        evolve(AID, name="unpaid", unless_paid=("roof",)),
        evolve(AID, name="only", only_if_paid=("roof",)),
        scheme("net", LIVING, flat(1), nets=(NetScheme("roof"),)),
        evolve(AID, name="goes_on", amount=frozen),
        AID,
        roof(),
    )

    assert ["aid"] == names(in_play(rules, PERSON)[0])
    assert left(rules, PERSON)["unpaid"] == ("it hangs on roof, which is not calculated", ())
    assert left(rules, PERSON)["goes_on"] == ("it hangs on unpaid, which is not calculated", ())


def test_a_group_is_left_out_with_any_of_its_members() -> None:
    """The highest of amounts cannot be told where one of them cannot."""
    rules = book(
        paying("first", "not_known"), AID, scheme("alone", LIVING, flat(1)),
        parameters=(NOT_KNOWN,), highest_of=(("first", "aid"),),
    )  # type: ignore[arg-type]  # fmt: skip
    playing, _ = in_play(rules, PERSON)

    assert ["alone"] == names(playing)
    assert () == playing.overlaps


def test_an_exclusion_does_not_leave_out_the_one_that_goes_first() -> None:
    """The first listed does not look at those after it."""
    second = evolve(paying("second", "not_known"), unless_paid=("aid",))  # type: ignore[type-var]
    rules = book(AID, second, parameters=(NOT_KNOWN,), exclusive=(("aid", "second"),))  # type: ignore[arg-type]

    assert ["aid"] == names(in_play(rules, PERSON)[0])


def test_a_share_told_by_the_register_gives_way_to_the_one_worked_out() -> None:
    """Only where households are given; one netted twice over is netted once."""
    child = scheme("child", LIVING, flat(5_000), nets=(NET_OF_SHARE, NetScheme("roof")))
    rules = book(child, roof())

    assert child.amount.net_of == in_play(book(child), PERSON)[0].schemes[0].amount.net_of
    assert ["roof", "child"] == names(in_play(rules, HOMES)[0])
    assert (NetScheme("roof"),) == in_play(rules, HOMES)[0].scheme("child").amount.net_of


def test_an_ordinary_amount_of_the_register_stays_netted() -> None:
    """Only facts declared to be shares are replaced, and only of persons."""
    share = NetAmount(FactValue("share"), LIVING)
    plain = scheme("plain", LIVING, flat(5_000), nets=(share,))
    at_home = of_household("bread", LIVING)
    rules = book(roof(), at_home, plain)

    assert (share,) == in_play(rules, HOMES)[0].scheme("plain").amount.net_of
    assert at_home == in_play(rules, HOMES)[0].scheme("bread")
