"""Hostile and broken files: one private copy, opened in a child process that has limits."""
