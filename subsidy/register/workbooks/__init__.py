"""Workbooks as bureaus send them: which rows are people, and what the others are."""
