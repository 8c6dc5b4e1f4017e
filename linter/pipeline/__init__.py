"""From paths to a report: find the files, read them, find their forms, judge them. Also the Python API."""

from linter.pipeline.api import check, extract
from linter.pipeline.paths import Input, gather
from linter.pipeline.run import Outcome, Reading, read_documents, run

__all__ = ["Input", "Outcome", "Reading", "check", "extract", "gather", "read_documents", "run"]
