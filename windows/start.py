"""Where the program of a folder made by PyInstaller begins."""

import multiprocessing

from linter.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a process that is to help begins here as well
    main()
