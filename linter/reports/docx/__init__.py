"""The .docx report."""

from linter.reports.docx.document import write

__all__ = ["write"]
