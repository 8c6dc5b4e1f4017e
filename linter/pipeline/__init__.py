"""From paths to a report: find the files, read them, find their forms, judge them. Also the Python API."""

from linter.pipeline.api import check, extract
from linter.pipeline.conclusion import Outcome
from linter.pipeline.documents import Reading, read_documents
from linter.pipeline.filecheck import check_file
from linter.pipeline.paths import Input, gather
from linter.pipeline.run import run
from linter.pipeline.runaround import RunSurroundings

__all__ = [
    "Input",
    "Outcome",
    "Reading",
    "RunSurroundings",
    "check",
    "check_file",
    "extract",
    "gather",
    "read_documents",
    "run",
]
