"""Registers in databases: a table or view by URL, read whole in one snapshot."""
