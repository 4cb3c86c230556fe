"""What is said about faults of types, in both languages: what is wrong, and the cure."""

from __future__ import annotations

from collections.abc import Sequence

from subsidy.errors import Words
from subsidy.expression.faults import Said
from subsidy.expression.types import Kind, Type
from subsidy.expression.wording import PERIODS, chinese_amount, listed, said
from subsidy.money import Amount, show_amount

_KINDS = {
    Kind.YES_NO: Words("yes or no", "“是/否”判断"),
    Kind.WHOLE: Words("a whole number", "整数"),
    Kind.SHARE: Words("a number with a fraction", "小数或比例"),
    Kind.MONEY: Words("an amount of money", "金额"),
    Kind.WORD: Words("a word", "词语"),
}


def not_yes_no(found: str, type_: Type) -> Said:
    """A value where a condition is needed."""
    kind = _kind(type_)
    sign = "==" if type_.kind is Kind.WORD else ">="
    return said(
        f"{found} is {kind.en} where yes or no is needed",
        f"{found} 是{kind.zh}，此处需要“是/否”判断",
        f"compare it with something: {found} {sign} …",
        f"请与某值比较：{found} {sign} …",
    )


def not_numeric(found: str, type_: Type) -> Said:
    """A condition or a word where a number is needed."""
    kind = _kind(type_)
    word = type_.kind is Kind.WORD
    return said(
        f"{found} is {kind.en} where a number or an amount of money is needed",
        f"{found} 是{kind.zh}，此处需要数或金额",
        "words are only compared: with ==, != or in" if word else f"use it by itself: {found}",
        "词语只能用 ==、!= 或 属于 比较" if word else f"请单独使用：{found}",
    )


def bare_number(found: str, amount: str, amount_zh: str) -> Said:
    """A number beside money."""
    return said(
        f"{found} is a bare number beside an amount of money",
        f"{found} 是数，不能与金额直接加减或比较",
        f"write {amount}",
        f"请写 {amount_zh}",
    )


def number_beside_money(found: str) -> Said:
    """Something counted beside money."""
    return said(
        f"{found} is a number, and stands beside an amount of money",
        f"{found} 是数，不能与金额放在一起",
        "combine and compare amounts of money with amounts of money",
        "金额只能与金额一起计算或比较",
    )


def mixed_periods(left: Type, right: Type) -> Said:
    """Money of two periods."""
    one, other = _kind(left), _kind(right)
    return said(
        f"{one.en} and {other.en} do not mix",
        f"{one.zh}与{other.zh}不能混用",
        "write both for the same period",
        "请写成同一周期的金额",
    )


def money_times_money() -> Said:
    """Two amounts multiplied."""
    return said(
        "an amount of money is multiplied by an amount of money",
        "金额不能与金额相乘",
        "multiply it by a number or a share, such as 30%",
        "请乘以数或比例，例如 30%",
    )


def bad_divisor(found: str) -> Said:
    """Division by anything but a whole constant above zero."""
    return said(
        f"{found} divides, but only a whole number above zero can",
        f"{found} 不能作除数，除数须为正整数常数",
        "divide by a constant such as 2, or multiply by a share such as 50%",
        "请除以 2 这样的常数，或乘以 50% 这样的比例",
    )


def bad_minus(found: str, type_: Type) -> Said:
    """A minus before something that is no constant."""
    nothing, nothing_zh = "0", "0"
    if type_.per_months is not None:
        amount = Amount(0, type_.per_months)
        nothing, nothing_zh = show_amount(amount), chinese_amount(amount)
    return said(
        f"- before {found} has no meaning: only constants are negative",
        f"{found} 之前不能写负号，只有常数可为负",
        f"subtract it from nothing: {nothing} - {found}",
        f"请写成减法：{nothing_zh} - {found}",
    )


def not_whole(found: str, other: str) -> Said:
    """A fraction compared with a whole number."""
    return said(
        f"{found} is no whole number, but {other} is, and is compared only with whole numbers",
        f"{found} 不是整数，而 {other} 是整数，只能与整数比较",
        "write a whole number",
        "请写整数",
    )


def two_yes_no() -> Said:
    """Conditions compared with each other, or by size."""
    return said(
        "yes or no is compared only with yes and no, by == or !=",
        "是否判断只能用 == 或 != 与 是、否 比较",
        "join conditions by and, or, not instead",
        "请用 且、或、非 连接条件",
    )


def unlike(left: str, left_type: Type, right: str, right_type: Type) -> Said:
    """Two kinds compared."""
    one, other = _kind(left_type), _kind(right_type)
    return said(
        f"{left} is {one.en} and {right} is {other.en}: they cannot be compared",
        f"{left} 是{one.zh}，{right} 是{other.zh}，不能比较",
        "compare values of one kind",
        "请比较同一种类的值",
    )


def word_order() -> Said:
    """Words compared by size."""
    return said(
        "words have no order",
        "词语没有大小",
        "compare words with ==, != or in",
        "请用 ==、!= 或 属于 比较词语",
    )


def unlike_words() -> Said:
    """Words compared that no list holds together."""
    return said(
        "words of two different lists are compared",
        "两边的词语不属于同一列表",
        "compare a word with a fact that may hold it",
        "请把词语与可取该值的事实比较",
    )


def unknown_word(found: str, other: str, near: str | None, choices: Sequence[str]) -> Said:
    """A word that the other side never is."""
    cure = f'did you mean "{near}"?' if near else f"it may be: {listed(choices)}"
    cure_zh = f"是否为“{near}”？" if near else f"可取：{listed(choices, '、')}"
    return said(f'{other} is never "{found}"', f"{other} 不会是“{found}”", cure, cure_zh)


def needs_constant(found: str) -> Said:
    """A choice in a list that is no constant."""
    return said(
        f"{found} is no constant; the choices of in (…) are constants",
        f"{found} 不是常数，属于 (…) 的选项须为常数",
        "compare with == and join by or",
        "请用 == 比较并以 或 连接",
    )


def needs_list_item(found: str, type_: Type) -> Said:
    """Something looked for in a list that has no exact value."""
    kind = _kind(type_)
    return said(
        f"{found} is {kind.en}; in (…) is for whole numbers and words",
        f"{found} 是{kind.zh}，属于 (…) 只用于整数和词语",
        "compare it with ==, <, >= and the like",
        "请用 ==、<、>= 等比较",
    )


def twice(found: str) -> Said:
    """A choice that stands twice in a list."""
    return said(
        f"{found} stands twice in the list",
        f"{found} 在列表中重复",
        "take one away",
        "请删去一个",
    )


def not_wanted(found: Type, wanted: Kind) -> Said:
    """A whole formula of another kind than its place needs."""
    kind, need = _kind(found), _KINDS[wanted]
    cures = {
        Kind.YES_NO: Words("write a condition, such as a comparison", "请写条件，例如比较"),
        Kind.WHOLE: Words("write a whole number", "请写整数"),
        Kind.SHARE: Words("write a share such as 30% or 1.3", "请写 30% 或 1.3 这样的比例"),
        Kind.MONEY: Words(
            "write an amount such as 100.00 per month", "请写 100.00元/月 这样的金额"
        ),
        Kind.WORD: Words("write a word between quotation marks", "请写引号内的词语"),
    }
    return said(
        f"the formula gives {kind.en} where {need.en} is needed",
        f"公式的结果是{kind.zh}，此处需要{need.zh}",
        cures[wanted].en,
        cures[wanted].zh,
    )


def _kind(type_: Type) -> Words:
    if type_.kind is not Kind.MONEY or type_.per_months is None:
        return _KINDS[type_.kind]
    period = PERIODS[type_.per_months]
    return Words(f"an amount of money per {period.en}", f"每{period.zh}的金额")
