"""Rules: YAML text in, one checked and immutable rulebook out.

Text becomes a tree with places (``text``), a tree that fits its declared ``shape`` becomes
records (``conform``), records become model objects (``read_*``), and checks say everything
that is wrong with them at once. ``shelf`` is the front door: :func:`load_rulebook`.
"""
