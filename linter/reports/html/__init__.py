"""The .html report."""

from linter.reports.html.whole import body, write

__all__ = ["body", "write"]
