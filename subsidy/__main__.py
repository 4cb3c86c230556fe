"""``python -m subsidy`` is the command ``subsidy``."""

from subsidy.cli.main import main

if __name__ == "__main__":
    main()
