"""Where the program of a folder made by PyInstaller begins."""

from linter.cli import main

main()
