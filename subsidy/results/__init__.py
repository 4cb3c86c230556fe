"""Entitlement spells become months, years, totals, receipts and files. All of them exact."""
