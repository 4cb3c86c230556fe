"""Who bears the cost: dated shares that sum to one."""

from __future__ import annotations

from fractions import Fraction

from subsidy.dates import show_month
from subsidy.errors import Words
from subsidy.rulebook.findings import cure_by_nearest
from subsidy.rulebook.model import Funding, FundingVersion
from subsidy.rulebook.reading import Context, read_source
from subsidy.rulebook.record import Record

__all__ = ["read_funding"]


def read_funding(scheme: Record, context: Context) -> Funding | None:
    """The funding of a scheme; None where there is none or it was refused."""
    record = scheme.record("funding")
    if record is None or not record.sound:
        return None
    versions = [
        version
        for version_record in record.records("versions")
        if (version := _version(scheme, record, version_record, context))
    ]
    _refuse_twice(versions, context)
    if not versions:
        message = Words("there is no version of the shares", "没有任何比例版本")
        place = record.place_of("versions")
        context.findings.add("no-versions", place, message, Words("add one", "请补充"))
    ordered = sorted(versions, key=lambda version: version.from_month)
    return Funding(tuple(ordered), record.text("remainder_to"))


def _version(
    scheme: Record, funding: Record, record: Record, context: Context
) -> FundingVersion | None:
    shares, month = record.record("shares"), record.month("effective_from")
    if shares is None or month is None:
        return None
    by_payer = {
        name: share for name in shares.entries if (share := _share(shares, name)) is not None
    }
    _refuse_sum(shares, sum(by_payer.values(), Fraction(0)), context)
    _refuse_payer(funding, list(by_payer), context)
    return FundingVersion(month, by_payer, read_source(record, read_source(scheme)), record.place)


def _share(shares: Record, name: str) -> Fraction | None:
    value = shares.value(name)
    return value.value if value and isinstance(value.value, Fraction) else None


def _refuse_sum(shares: Record, total: Fraction, context: Context) -> None:
    if total == 1:
        return
    message = Words(
        f"the shares sum to {_say(total)}, not to 100%", f"比例之和为 {_say(total)}，不是 100%"
    )
    cure = Words("make them sum to 100%", "请使各项之和为 100%")
    context.findings.add("funding-sum", shares.place, message, cure, _say(total))


def _refuse_payer(funding: Record, payers: list[str], context: Context) -> None:
    payer = funding.text("remainder_to")
    if payer in payers:
        return
    message = Words(f"{payer} bears no share here", f"{payer} 不在承担方之列")
    known = ", ".join(payers)
    cure = cure_by_nearest(payer, payers, Words(f"name one of {known}", f"请从中选择：{known}"))
    context.findings.add("funding-payer", funding.place_of("remainder_to"), message, cure, payer)


def _refuse_twice(versions: list[FundingVersion], context: Context) -> None:
    seen: set[int] = set()
    for version in versions:
        if version.from_month in seen:
            month = show_month(version.from_month)
            message = Words(f"two versions begin in {month}", f"两个版本都自 {month} 起")
            cure = Words("keep one of them", "请只保留一个")
            context.findings.add("versions-overlap", version.place, message, cure, month)
        seen.add(version.from_month)


def _say(share: Fraction) -> str:
    percent = share * 100
    return f"{percent}%" if percent.denominator == 1 else str(share)
