"""A report of two findings, and texts that do harm where they are not looked after."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from linter.model import Checked, Coverage, Document, Finding, NotRun, Place, Related, Report

HOSTILE = [
    "\x1b[31mred\x1b]0;title\x07",
    "甲\u202e乙",
    "[bold]markup[/bold][link=x]",
    ":smile: </script><script>alert(1)</script> ]]> =cmd|'/c calc'!A1",
    "长" * 10_000,
    "\ud800",
    "=cmd|'/c calc'!A1",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-2+3",
    "\t=1+1",
    "<img src=http://127.0.0.1:9/x onerror=alert(1)>",
    "]]>&amp;<![CDATA[",
    "a_x000A_b",
    "::error::甲%0A::warning::乙",
]


def rule(code: str, **more: Any) -> SimpleNamespace:
    fields = {
        "id": code,
        "name": f"name-{code.lower()}",
        "title": f"标题{code}",
        "family": "可行性",
        "why": f"道理{code}",
        "advice": f"改法{code}",
        "severity": "error",
        "confidence": "high",
        "status": "stable",
        "given": "indicator",
        "basis": ["B1", "B2"],
        "shipped": True,
    }
    return SimpleNamespace(**{**fields, **more})


def basis(code: str, verified: bool) -> SimpleNamespace:
    wording = f"原文{code}"
    return SimpleNamespace(
        code=code, title="某办法", number="某发〔2020〕1号", article="第三条", wording=wording,
        verified=verified, quote=wording if verified else None,
    )  # fmt: skip


BOOK: Any = SimpleNamespace(
    rules={code: rule(code) for code in ("KX01", "KX04", "GF01")},
    basis={"B1": basis("B1", True), "B2": basis("B2", False)},
)


def finding(**more: Any) -> Finding:
    fields: dict[str, Any] = {
        "rule": "KX01", "severity": "error", "confidence": "high", "message": "年度不对", "advice": "改年度",
        "file": "目录/甲.txt", "place": Place(line=25, column=3), "form": 14, "form_title": "支出目标表",
        "project": "培训费", "level2": "时效指标", "indicator": "完成时间", "field": "value",
        "text": "2023年底前", "mark": (0, 5), "fingerprint": "f" * 64,
    }  # fmt: skip
    return Finding(**{**fields, **more})


def report(*findings: Finding, **checked: Any) -> Report:
    fields: dict[str, Any] = {
        "files": 1, "forms": 17, "indicators": 143, "rules": 42, "not_understood": 3,
        "values": {"quantity": 120, "text": 3, "date": 20}, "not_run": [NotRun("SD02", "没有金额")],
    }  # fmt: skip
    return Report(
        documents=[Document("目录/甲.txt", "txt")],
        findings=list(findings),
        checked=Checked(**{**fields, **checked}),
    )


def covered(made: Report) -> Report:
    """The report with nearly all rules run on each of its forms."""
    keys = [(document.path, form.number) for document in made.documents for form in document.forms]
    made.coverage = dict.fromkeys(keys, Coverage(90, 142))
    return made


FULL = report(
    finding(covers=["KX04"], related=[Related(Place(line=3), "合计 26")]),
    finding(
        rule="GF01",
        severity="info",
        confidence="low",
        form=None,
        text="",
        mark=None,
        field="",
        indicator="",
        level2="",
    ),
)
