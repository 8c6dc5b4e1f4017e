"""Example documents that make every rule fire: what those written by hand leave out is printed from the rules' own bad
cases, and read back to make sure.

    python -m linter.authoring.firing examples

renews examples/every-rule-fires-more.txt.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from linter.authoring.cases import Case, load_cases
from linter.authoring.sample import build_document
from linter.ground.errors import JxlintError
from linter.model import Document, Form, Indicator
from linter.rulebook import Rule, Rulebook, load_rulebook

GLOB = "every-rule-fires*.txt"
MADE = "every-rule-fires-more.txt"
_HEAD = (
    ("项目名称", "project"),
    ("项目编码", "code"),
    ("主管部门", "department"),
    ("实施单位", "implementing_unit"),
)
_TAIL = (("项目期限", "duration"), ("立项依据", "purpose"), ("年度总体绩效目标", "goal"))
_MONEY = (
    ("年度资金总额", "total"),
    ("财政拨款", "fiscal"),
    ("上年结转", "carried_over"),
    ("其他资金", "other"),
)
#: Columns of the printed table. Those that no row fills are left out, but for those of a report, which a rule may ask
#: for while they are blank.
_COLUMNS = (
    ("一级指标", "level1"), ("二级指标", "level2_printed"), ("三级指标", "name_printed"), ("指标解释", "description"),
    ("指标值", "value"), ("计量单位", "unit"), ("实际完成值", "actual"), ("分值", "weight"), ("得分", "score"),
    ("偏差原因", "reason"), ("评分标准", "scoring"), ("备注", "note"),
)  # fmt: skip
_ALWAYS = ("name_printed", "value")
_REPORTED = ("score", "reason")
_LEVELS = ("level1", "level2_printed")


def renew(folder: Path) -> list[str]:
    """Write the made document beside those written by hand and give the ids of the rules it is for. Raises
    JxlintError for a rule that neither trips, with what to do."""
    book = load_rulebook()
    by_hand = [path for path in sorted(folder.glob(GLOB)) if path.name != MADE]
    # A rule over many files cannot fire on one.
    wanted = [
        rule for rule in book.rules.values() if rule.status != "deprecated" and rule.given != "collection"
    ]
    left = [rule for rule in wanted if rule.id not in fired(by_hand, folder, book)]
    texts = [_tripping(rule, book) for rule in left]
    if texts:
        (folder / MADE).write_text("\n\n".join(texts) + "\n", encoding="utf-8", newline="\n")
    else:
        (folder / MADE).unlink(missing_ok=True)
    return [rule.id for rule in left]


def fired(paths: Iterable[Path], folder: Path, book: Rulebook) -> set[str]:
    """The rules that report something in documents, covered ones included; last year's table and the price list
    are those of the examples."""
    from linter.rulebook.lastyear import forms_by_project
    from linter.rulebook.pricelist import read_prices
    from linter.surroundings import Surroundings

    around = Surroundings(
        prices=read_prices(folder / "prices.yaml"),
        last_year=forms_by_project([_read((folder / "last-year.txt").read_text(encoding="utf-8"))]),
    )
    return set().union(*(_fired(_read(path.read_text(encoding="utf-8")), book, around) for path in paths))


def _fired(document: Document, book: Rulebook, around: object = None) -> set[str]:
    from linter.engine import judge
    from linter.surroundings import Surroundings

    surroundings = around if isinstance(around, Surroundings) else None
    found = judge([document], book, surroundings, rules=book.select(preview=True)).findings
    return {rule for finding in found for rule in (finding.rule, *finding.covers)}


def _tripping(rule: Rule, book: Rulebook) -> str:
    """A text that makes the rule fire, from the first of its bad cases that does when it is printed and read."""
    for case in load_cases(rule.path).bad:
        text = _text(case)
        if text and rule.id in _fired(_read(text), book):
            return text
    raise JxlintError(
        f"{rule.id} 的坏例印成表以后都没有报告",
        path=rule.path,
        advice="请在 examples/every-rule-fires.txt 里自己写一处能触发它的内容",
    )


def _text(case: Case) -> str:
    if case.data.get("input") is not None:
        return str(case.data["input"])
    return "\n\n".join(map(printed, build_document(case.data, case.path, case.line).forms))


def printed(form: Form) -> str:
    """A form as a table in text, a tab between cells."""
    year = f"{form.year}年度" if form.year else ""
    lines = [
        form.title or f"{year}项目支出绩效目标表",
        f"单位：{form.amount_unit or form.budget.unit or '万元'}",
    ]
    lines += _fields(form, _HEAD) + _fields(form.budget, _MONEY) + _fields(form, _TAIL)
    # A form that shows no level at all is one without the columns.
    rows = form.indicators
    levels = _LEVELS if not rows or any(row.level2 or row.level1 for row in rows) else ()
    shown = [
        (head, cell)
        for head, cell in _COLUMNS
        if cell in (*_ALWAYS, *levels)
        or any(getattr(row, cell) for row in rows)
        or (cell in _REPORTED and cell in form.columns)
    ]
    lines.append("\t".join(head for head, _ in shown))
    lines += ["\t".join(_cell(row, cell) for _, cell in shown) for row in rows]
    return "\n".join(lines)


def _fields(owner: object, names: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{label}\t{getattr(owner, name)}" for label, name in names if getattr(owner, name) is not None]


def _cell(row: Indicator, cell: str) -> str:
    text = getattr(row, cell) or (row.level2 if cell == "level2_printed" else "") or ""
    return f"{row.comparator}{text}" if cell == "value" else str(text)


def _read(text: str) -> Document:
    from linter.forms import find_forms
    from linter.readers import read

    return find_forms(read("例.txt", data=text.encode("utf-8")))


if __name__ == "__main__":
    for made in renew(Path(sys.argv[1])):
        print(f"{made} 取自规则的坏例")
