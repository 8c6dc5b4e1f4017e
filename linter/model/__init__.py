"""The nouns of jxlint: Place, Cell, Sheet · Form, Budget, Indicator · Value · Finding · Report.

Everything else in the package turns one of these into another: readers make sheets, forms finds the
forms in them, values reads each target, the engine judges forms and makes findings. Nothing here
depends on anything else of the package but the ground.
"""

from linter.model.comparison import RunBeside, UnitChange, YearBeside, YearRow
from linter.model.finding import Answer, Confidence, Finding, Related, Severity
from linter.model.form import (
    COLUMNS,
    HEADER,
    LEVEL1,
    LEVEL2,
    Amount,
    Budget,
    ColumnRole,
    Document,
    Form,
    Heading,
    Indicator,
    Repair,
    RowKind,
    Scope,
    Text,
)
from linter.model.report import NOT_CHOSEN, Checked, Coverage, NotRun, Part, Report
from linter.model.source import NOWHERE, Cell, Hidden, Place, Record, Sheet, Source, place_data
from linter.model.value import EMPTY_VALUE, Comparator, Value, ValueKind

__all__ = [
    "COLUMNS",
    "EMPTY_VALUE",
    "HEADER",
    "LEVEL1",
    "LEVEL2",
    "NOT_CHOSEN",
    "NOWHERE",
    "Amount",
    "Answer",
    "Budget",
    "Cell",
    "Checked",
    "ColumnRole",
    "Comparator",
    "Confidence",
    "Coverage",
    "Document",
    "Finding",
    "Form",
    "Heading",
    "Hidden",
    "Indicator",
    "NotRun",
    "Part",
    "Place",
    "Record",
    "Related",
    "Repair",
    "Report",
    "RowKind",
    "RunBeside",
    "Scope",
    "Severity",
    "Sheet",
    "Source",
    "Text",
    "UnitChange",
    "Value",
    "ValueKind",
    "YearBeside",
    "YearRow",
    "place_data",
]
