"""The .html report."""

from linter.reports.html.page import write

__all__ = ["write"]
