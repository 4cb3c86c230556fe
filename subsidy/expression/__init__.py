"""The formula language: text in, typed nodes out, and back.

``parse`` reads the grammar, ``infer`` resolves names and proves types (start there),
``show`` prints nodes again, ``uses`` walks them.
"""
