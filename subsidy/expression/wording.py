"""What is said about faults of structure, constants and names, in both languages.

The other half, about types, is :mod:`subsidy.expression.type_wording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from subsidy.errors import Words
from subsidy.expression.faults import Said
from subsidy.money import Amount, show_yuan

LONGEST_LIST = 12  # names that a cure lists before it stops

PERIODS = {
    1: Words("month", "月"),
    3: Words("quarter", "季度"),
    6: Words("half-year", "半年"),
    12: Words("year", "年"),
}
_FUNCTIONS = Words("since(…), before(…), min(…), max(…)", "已到(…)、未到(…)、最小(…)、最大(…)")
_SIGNS = {"&": "and", "|": "or", "!": "not", "~": "not"}
_CHINESE_SIGNS = {"and": "且", "or": "或", "not": "非"}


def said(en: str, zh: str, cure_en: str, cure_zh: str) -> Said:
    """What is wrong and its cure, in both languages."""
    return Said(Words(en, zh), Words(cure_en, cure_zh))


def listed(items: Sequence[str], joint: str = ", ") -> str:
    """The first items of a list, and how many more there are."""
    more = len(items) - LONGEST_LIST
    return joint.join(items[:LONGEST_LIST]) + (f" … (+{more})" if more > 0 else "")


def chinese_amount(amount: Amount) -> str:
    """An amount as Chinese rules write it: ``100.00元/月``."""
    return f"{show_yuan(amount.fen)}元/{PERIODS[amount.per_months].zh}"


# ── structure ────────────────────────────────────────────────────────────────────────


def empty() -> Said:
    """Nothing is written."""
    return said("the formula is empty", "公式为空", "write a formula", "请写出公式")


def too_long(highest: int) -> Said:
    """More characters than a formula may have."""
    return said(
        f"the formula is longer than {highest} characters",
        f"公式超过 {highest} 个字符",
        "split it: make parts of it statuses or parameters of their own",
        "请拆分：把其中一部分设为单独的状态或标准",
    )


def too_many(highest: int) -> Said:
    """More names, constants and signs than a formula may have."""
    return said(
        f"the formula has more than {highest} names, constants and signs",
        f"公式的名称、常数和符号超过 {highest} 个",
        "split it: make parts of it statuses or parameters of their own",
        "请拆分：把其中一部分设为单独的状态或标准",
    )


def too_deep(highest: int) -> Said:
    """Parts within parts within parts."""
    return said(
        f"the formula is nested more than {highest} deep",
        f"公式嵌套超过 {highest} 层",
        "take away brackets, or split the formula",
        "请减少括号，或拆分公式",
    )


def strange_character(plain: str, found: str) -> Said:
    """A character that starts nothing; *plain* is the plain sign for *found*."""
    if plain in "\"'“”‘’":
        return said(
            "the quotation is not closed",
            "引号没有成对",
            "write the word between two quotation marks",
            "请用一对引号括住词语",
        )
    word = _SIGNS.get(plain)
    if word:
        return said(
            f"{found} has no meaning in a formula",
            f"公式中不能使用 {found}",
            f"write {word}",
            f"请写“{_CHINESE_SIGNS[word]}”",
        )
    return said(
        f"{found} has no meaning in a formula",
        f"公式中不能使用 {found}",
        "take it away; text stands between quotation marks",
        "请删去；词语须用引号括住",
    )


class Wanted(Enum):
    """What the grammar allows where reading stopped."""

    VALUE = "value"
    LIST = "list"  # the choices of ``in``, between brackets
    OPERATOR = "operator"  # or a bracket that closes, a comma, the end


def unexpected(found: str, wanted: Wanted) -> Said:
    """Reading stopped at *found* (empty: at the end), where the grammar allows *wanted*."""
    en, zh = (f"before {found}", f"{found} 之前") if found else ("at the end", "公式末尾")
    if wanted is Wanted.VALUE:
        return said(
            f"a value is missing {en}",
            f"{zh}缺少数值或名称",
            "write a name, a constant or a bracket there",
            "请补上名称、常数或括号",
        )
    if wanted is Wanted.LIST:
        return said(
            f"a list is missing {en}",
            f"{zh}缺少列表",
            "write the choices between brackets: in (1, 2)",
            "请把选项写在括号内：属于 (1, 2)",
        )
    if not found:
        return said(
            "a bracket is not closed", "括号没有成对", "write ) at the end", "请在末尾补上 )"
        )
    if found in {")", "）"}:
        return said(
            "a bracket is closed that was never opened",
            "多了一个右括号",
            "take it away, or open a bracket before it",
            "请删去，或在前面补上左括号",
        )
    return said(
        f"{found} does not follow from what stands before it",
        f"{found} 与前面的内容不相连",
        "write an operator before it, such as and, or, +, >=",
        "请在前面写上运算符，例如 且、或、+、>=",
    )


def chain(cure: str, cure_zh: str) -> Said:
    """``a < b < c``; the cures write the comparisons out."""
    return said(
        "comparisons cannot be chained",
        "比较不能连写",
        f"write {cure}",
        f"请写 {cure_zh}",
    )


# ── constants ────────────────────────────────────────────────────────────────────────


def not_a_number(found: str) -> Said:
    """Digits that are no number."""
    return said(
        f"{found} is not a number",
        f"{found} 不是数",
        "write 80, 1.3 or 30%: at most 9 digits before and 9 behind the point, no leading zeros",
        "请写 80、1.3 或 30%：小数点前后各不超过 9 位，不以 0 开头",
    )


def not_an_amount(found: str, because: Words) -> Said:
    """Money whose digits or period cannot be read."""
    return said(
        f"{found} is not an amount: {because.en}",
        f"{found} 不是金额：{because.zh}",
        "write 100.00 per month, quarter, half-year or year",
        "请写 100.00元/月（或 /季度、/半年、/年）",
    )


def too_fine() -> Said:
    """A fraction that could not be written again."""
    return said(
        "the division gives a number with more than 9 digits",
        "相除所得的数超过 9 位",
        "write it as one fraction of smaller whole numbers",
        "请写成较小整数的分数",
    )


# ── names ────────────────────────────────────────────────────────────────────────────


def unknown_name(found: str, cure: Words) -> Said:
    """A name that stands for nothing."""
    return said(
        f'there is no fact, status, age or parameter called "{found}"',
        f"没有名为“{found}”的事实、状态、年龄或标准",
        cure.en,
        cure.zh,
    )


def write_instead(en: str, zh: str) -> Words:
    """A cure: something to write in place of what was found."""
    return Words(f"write {en}", f"请写 {zh}")


def did_you_mean(name: str) -> Words:
    """A cure: the nearest name."""
    return Words(f"did you mean {name}?", f"是否为 {name}？")


def names_are(names: Sequence[str], chinese: Sequence[str]) -> Words:
    """A cure: what exists."""
    if not names:
        return Words("no name can be used here; write a constant", "此处不能使用名称，请写常数")
    return Words(f"it may be: {listed(names)}", f"可用：{listed(chinese, '、')}")


def ambiguous(found: str, names: Sequence[str]) -> Said:
    """A spelling that several things share."""
    return said(
        f'"{found}" stands for more than one thing: {listed(names)}',
        f"“{found}”有多种含义：{listed(names, '、')}",
        "write the one that is meant by its English name",
        "请用英文名写明所指",
    )


def bare_date(name: str) -> Said:
    """A date where a value is needed."""
    return said(
        f"{name} is a date, which has no value by itself",
        f"{name} 是日期，不能单独使用",
        f"write since({name}) or before({name})",
        f"请写 已到({name}) 或 未到({name})",
    )


def unreadable_text(name: str) -> Said:
    """An identifier or free text."""
    return said(
        f"{name} identifies or describes somebody; no rule may depend on it",
        f"{name} 是标识或文字说明，规则不能依据它",
        "use a fact of another type",
        "请使用其他类型的事实",
    )


def unknown_function(found: str) -> Said:
    """A name before brackets that is no function."""
    return said(
        f"there is no function called {found}",
        f"没有名为 {found} 的函数",
        f"the functions are {_FUNCTIONS.en}",
        f"可用的函数：{_FUNCTIONS.zh}",
    )


def needs_date(function: str, dates: Sequence[str], chinese: Sequence[str]) -> Said:
    """``since(…)`` or ``before(…)`` of anything but a date fact."""
    known = names_are(dates, chinese)
    return said(
        f"{function}(…) takes the name of one date fact",
        f"{function}(…) 需要一个日期事实的名称",
        known.en if dates else "declare a date fact first",
        known.zh if dates else "请先声明日期事实",
    )


def needs_two(function: str) -> Said:
    """``min(…)`` or ``max(…)`` of less than two values."""
    return said(
        f"{function}(…) compares at least two values",
        f"{function}(…) 至少需要两个数值",
        "write the values between the brackets, with commas",
        "请在括号内写出各数值，用逗号分隔",
    )
