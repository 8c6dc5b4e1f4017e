"""The .xlsx report."""

from linter.reports.xlsx.workbook import blocks, write

__all__ = ["blocks", "write"]
