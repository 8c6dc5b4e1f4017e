"""The .html report."""

from linter.reports.html.whole import body, pieces, write

__all__ = ["body", "pieces", "write"]
