"""jxlint: a linter for budget performance-target tables (预算绩效目标表).

Three calls for programs; everything else is the command line::

    import linter
    linter.check("项目支出绩效目标表.xlsx")      # a Report: findings and what was checked
    linter.extract("项目支出绩效目标表.xlsx")    # a list of Documents: what was read
    linter.parse_value("≥95%")                # a Value

What these give, and the one error they raise, are here by name as well, for annotations.
"""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = [
    "Budget",
    "Checked",
    "Document",
    "Finding",
    "Form",
    "Indicator",
    "JxlintError",
    "Place",
    "Report",
    "Source",
    "Value",
    "__version__",
    "check",
    "extract",
    "parse_value",
]

TYPE_CHECKING = (
    False  # type checkers take it for true; typing itself is dear, and Ctrl-C must find little to do here
)
if TYPE_CHECKING:
    from linter.ground.errors import JxlintError
    from linter.model import Budget, Checked, Document, Finding, Form, Indicator, Place, Report, Value
    from linter.pipeline import check, extract
    from linter.pipeline.callinputs import Source
    from linter.values import parse_value

_HOMES = {
    "check": "linter.pipeline",
    "extract": "linter.pipeline",
    "parse_value": "linter.values",
    "JxlintError": "linter.ground.errors",
    "Source": "linter.pipeline.callinputs",
    **dict.fromkeys(
        ("Budget", "Checked", "Document", "Finding", "Form", "Indicator", "Place", "Report", "Value"),
        "linter.model",
    ),
}


def __getattr__(name: str) -> object:
    # Late, so that `jxlint --version` pays for nothing it does not use.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'linter' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
