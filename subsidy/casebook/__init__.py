"""Worked cases beside the rules, run through both engines: ``subsidy test RULES``."""

from __future__ import annotations

from subsidy.casebook.running import CaseReport, CaseResult, Check, run_cases

__all__ = ["CaseReport", "CaseResult", "Check", "run_cases"]
