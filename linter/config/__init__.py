"""Settings: what the user asked for, and where each wish came from.

A configuration is ``jxlint.yaml``, or ``[tool.jxlint]`` in ``pyproject.toml``, in the folder of the file
to be checked or in the nearest folder above it.
"""

from linter.config.search import Configuration
from linter.config.settings import Layer, Settings, Wish, merge

__all__ = ["Configuration", "Layer", "Settings", "Wish", "merge"]
