"""Why a line differs from what was published, or why it is carried as published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from subsidy.budget.execution import Execution, LineExecution
from subsidy.budget.finding import printed_money
from subsidy.budget.model import Budget
from subsidy.demo.comparing import Compared, compare_lines
from subsidy.demo.settings import Explained, Published
from subsidy.errors import Words
from subsidy.results.result import Result
from subsidy.rulebook.in_play import LeftOut

__all__ = ["Reasons"]

_CARRIED = Words("carried as published, {fen}", "按公布数列示 {fen}")
_NOTHING_STATED = Words("not calculated, and the report states no amount", "未计算，报告亦未列金额")
_CALIBRATED = Words("calibrated: {what}", "校准：{what}")
_REST = Words("published is the whole less its other parts", "公布数为总额减其他分项")
_PARTS = Words("calculated are its parts {parts}", "计算数为分项之和 {parts}")
_NOT_CALCULATED = Words("not calculated: {parts}", "未计算：{parts}")
_IN_NO_PART = Words(
    "{fen} of the published amount is in no part that the report names",
    "公布数中 {fen} 未列明分项",
)
_UNKNOWN = Words(
    "no rate is published: {rates}; --set supplies one",
    "未公布标准：{rates}；可用 --set 提供",
)
_MORE = Words("{first} and {more} more", "{first} 等 {more_and_one} 项")
_NO_SCHEME = Words("the rules have no scheme for it", "规则集中没有对应项目")
_NOBODY = Words("nobody in the roster draws it", "名册中无人享受")


@frozen
class Reasons:
    """What there is to say of the lines of one calculation, in one language."""

    budget: Budget
    compared: tuple[Compared, ...]
    published: Published
    left_out: Mapping[str, LeftOut]
    language: str

    @classmethod
    def of(
        cls, execution: Execution, published: Published, result: Result, language: str
    ) -> Reasons:
        """With the schemes that the result had to leave out."""
        left_out = {one.scheme: one for one in result.left_out}
        compared = tuple(compare_lines(execution))
        return cls(execution.budget, compared, published, left_out, language)

    def of_line(self, compared: Compared) -> str:
        """One sentence: how far apart and why, or what is carried and why."""
        colon, comma = ("：", "；") if self.language == "zh" else (": ", "; ")
        if compared.fen is None:
            head, reasons = self._carried_head(compared), self._why_carried(compared)
        else:
            apart = compared.difference
            head = "" if apart is None else self._money(apart, signed=True)
            reasons = self._why_different(compared)
        said = comma.join(reasons)
        return f"{head}{colon}{said}" if head and said else head or said

    def _carried_head(self, compared: Compared) -> str:
        if compared.published is None:
            return self._say(_NOTHING_STATED)
        return self._say(_CARRIED, fen=self._money(compared.published))

    def _why_carried(self, compared: Compared) -> Iterator[str]:
        explained = self._explained(compared.one)
        if explained and explained.carried:
            yield self._say(explained.carried)
        schemes = compared.one.line.schemes
        unknown = [name for one in schemes if one in self.left_out for name in self.left_out[one].unknown]  # fmt: skip
        if unknown:
            yield self._say(_UNKNOWN, rates=self._listed(list(dict.fromkeys(unknown))))
        elif schemes and not (explained and explained.carried):
            yield self._say(_NO_SCHEME)

    def _why_different(self, compared: Compared) -> Iterator[str]:
        explained = self._explained(compared.one)
        if compared.from_parts:
            yield from self._of_parts(compared)
        if compared.fen == 0:
            yield self._say(_NOBODY)
        if explained and explained.calibrated:
            yield self._say(_CALIBRATED, what=self._say(explained.calibrated))
        if explained and explained.difference:
            yield self._say(explained.difference)
        if compared.published_is_rest:
            yield self._say(_REST)

    def _of_parts(self, whole: Compared) -> Iterator[str]:
        """What the parts come to, which of them are missing, and what the report gives no part."""
        parts = [one for one in self.compared if one.one.line.part_of == whole.one.line.key]
        found = [self._money(one.fen) for one in parts if one.fen is not None]
        yield self._say(_PARTS, parts=" + ".join(found))
        missing = [one for one in parts if one.fen is None]
        if missing:
            comma = "、" if self.language == "zh" else ", "
            named = [
                f"{self._say(one.one.line.labels)} {self._money(one.published or 0)}"
                for one in missing
            ]
            yield self._say(_NOT_CALCULATED, parts=comma.join(named))
        rest = (whole.published or 0) - sum(one.published or 0 for one in parts)
        if rest > 0:
            yield self._say(_IN_NO_PART, fen=self._money(rest))

    def _listed(self, names: list[str]) -> str:
        if len(names) == 1:
            return names[0]
        return self._say(_MORE, first=names[0], more=len(names) - 1, more_and_one=len(names))

    def _explained(self, one: LineExecution) -> Explained | None:
        return self.published.lines.get(one.line.key)

    def _money(self, fen: int, *, signed: bool = False) -> str:
        text = printed_money(self.budget, fen)
        is_more = signed and not text.startswith("-") and text.strip("0.")
        return f"+{text}" if is_more else text

    def _say(self, words: Words, **values: object) -> str:
        text = words.in_language(self.language)
        return text.format(**values) if values else text
