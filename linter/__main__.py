"""``python -m linter``: the same as the command ``jxlint``."""

from linter.cli import main

if __name__ == "__main__":
    main()
