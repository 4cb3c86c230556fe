"""Registers that are larger than memory: one file, read again and again in pieces of some rows.

opened (one file that stays as it is) → pieces of CSV or Parquet, each a table → admitted.
"""
