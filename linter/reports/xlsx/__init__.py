"""The .xlsx report."""

from linter.reports.xlsx.workbook import write

__all__ = ["write"]
