"""Environments of contestants that must not share ours: made once, pinned, in this folder's name."""
