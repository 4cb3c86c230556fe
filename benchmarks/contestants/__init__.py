"""The same four rules, one file a contestant; ``way.py`` says what each must give."""
