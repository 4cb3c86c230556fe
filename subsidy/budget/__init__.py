"""Budget files of a report: lines and stated figures, what they come to, and what does not add up.

Text in (YAML or a workbook) → checked :class:`~subsidy.budget.model.Budget` → findings about the
report's own figures → :class:`~subsidy.budget.execution.Execution` beside a calculation → table,
JSON, workbook or a Word section. Nothing is forced to match.
"""
