"""What a row pays: one formula, or versions by month."""

from __future__ import annotations

from subsidy.errors import Words
from subsidy.expression.types import Kind
from subsidy.rulebook.model import PayVersion, Source
from subsidy.rulebook.reading import Context, read_source, read_typed
from subsidy.rulebook.record import Listing, Record, Value
from subsidy.rulebook.versions import in_order, refuse_months

__all__ = ["read_pay"]


def read_pay(scheme: Record, record: Record, key: str, context: Context) -> tuple[PayVersion, ...]:
    """The versions of the pay under *key*; empty where it is absent or refused."""
    pay = record.entries.get(key)
    source = read_source(scheme)
    if isinstance(pay, Value):
        read = read_typed(pay, context.names, Kind.MONEY, context.findings)
        if read is None:
            return ()
        node, kind = read
        confirmed = scheme.month("last_confirmed")
        return (
            PayVersion(None, None, None, confirmed, node, kind.per_months or 1, source, pay.place),
        )
    if not isinstance(pay, Listing):
        return ()
    versions = [_version(item, source, context) for item in pay.items if isinstance(item, Record)]
    if not versions and pay.sound:
        message = Words("there is no version", "没有任何版本")
        context.findings.add("no-versions", pay.place, message, Words("add one", "请补充"))
    kept = [version for version in versions if version is not None]
    return in_order(kept) if len(kept) == len(versions) else ()


def _version(record: Record, source: Source, context: Context) -> PayVersion | None:
    refuse_months(record, context.findings)
    pay = record.value("pay")
    read = read_typed(pay, context.names, Kind.MONEY, context.findings)
    if read is None or pay is None or record.month("effective_from") is None:
        return None
    node, kind = read
    return PayVersion(
        from_month=record.month("effective_from"),
        until_month=record.month("effective_until"),
        decided_on=record.date("decided_on"),
        last_confirmed=record.month("last_confirmed"),
        pay=node,
        per_months=kind.per_months or 1,
        source=read_source(record, source),
        place=pay.place,
    )
