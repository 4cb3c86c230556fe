"""What a payroll officer would try on a register: numbers, doubles, contradictions, odd marks.

The letters and numbers are those under which the documentation of the rules lists such cases.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

import subsidy

NUMBER = "430204194305200017"
HELD = [
    ("E16 one number in two rows", [{"id_number": NUMBER}, {"id_number": NUMBER}], "duplicate-id"),
    (
        "E17 15 and 18 digits of one person",
        [{"id_number": NUMBER}, {"id_number": "430204430520001"}],
        "duplicate-id",
    ),
    ("E22 aged 119", [{"birth_date": "1904-01-01"}], "too-old"),
    ("E22 born in the future", [{"birth_date": "2031-01-01"}], "born-after-period"),
    (
        "D20 the certificate says grade 3, the column 2",
        [{"disability_certificate": f"{NUMBER}63", "disability_grade": "2"}],
        "certificate-grade-mismatch",
    ),
    (
        "D21 the certificate is another person's",
        [{"disability_certificate": f"{NUMBER}62", "id_number": "430204194305200025"}],
        "certificate-id-mismatch",
    ),
    ("I3 a wrong check digit", [{"id_number": "430204194305200015"}], "bad-id-check-digit"),
    ("I4 born on 30 February", [{"id_number": "430204194302300013"}], "bad-id-date"),
    ("I6 the number says a man", [{"id_number": NUMBER, "sex": "女"}], "id-sex-mismatch"),
    (
        "I7 another day of birth",
        [{"id_number": NUMBER, "birth_date": "1943-05-02"}],
        "id-birth-mismatch",
    ),
    ("I11 a status with a remark", [{"id_number": NUMBER, "standing": "低保(停)"}], "unknown-word"),
]
PAID = [
    ("I2 a small x", {"id_number": "43020419430520005x"}),
    ("I2 full-width digits", {"id_number": "４３０２０４１９４３０５２０００１７"}),
    ("I2 inner spaces", {"id_number": "430204 19430520 0017"}),
    ("I5 a number of another district", {"id_number": "430104194305200054", "region": "石峰区"}),
    ("I12 a name with a point", {"id_number": NUMBER, "name": "阿卜杜 · 某某"}),
    ("I13 no account", {"id_number": NUMBER, "payee_account": ""}),
]


@pytest.fixture(scope="module")
def book():
    return subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")


def calculated(book, *rows):
    numbered = [{"person_id": str(number), **row} for number, row in enumerate(rows, start=1)]
    return subsidy.calculate(book, numbered, "2023")


@pytest.mark.parametrize(("rows", "code"), [one[1:] for one in HELD], ids=[one[0] for one in HELD])
def test_what_cannot_be_right_is_set_aside_with_its_reason(book, rows, code):
    """Nobody is paid by a guess; every row in doubt is named."""
    result = calculated(book, *rows)

    assert code in result.set_aside()["code"].to_list()
    assert [*range(1, len(rows) + 1)] == result.set_aside()["row"].unique(
        maintain_order=True
    ).to_list()
    assert 0 == len(result.annual())


@pytest.mark.parametrize("row", [one[1] for one in PAID], ids=[one[0] for one in PAID])
def test_what_is_only_written_oddly_is_paid(book, row):
    """Turned 80 in May 2023: eight months of 50.00."""
    result = calculated(book, row)

    assert [Decimal("400.00")] == result.annual()["amount"].to_list()


def test_two_who_share_a_payee_are_both_paid(book):
    """P16: who is paid for is the key, not who fetches the money."""
    payee = {"payee_name": "某某"}
    result = calculated(
        book, *({"birth_date": day, **payee} for day in ("1943-05-20", "1942-01-01"))
    )

    assert [Decimal("400.00"), Decimal("600.00")] == sorted(result.annual()["amount"].to_list())
