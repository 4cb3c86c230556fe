"""Registers larger than memory, calculated: pieces in, results in pieces out, one answer.

survey (numbers that stand twice, order) → pieces admitted, run and viewed → rows in order → files.
"""
