"""The documents of ../shared against what a careful reader wrote down; left out where there are none."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from linter.forms import find_forms
from linter.forms.levelwords import level
from linter.model import Document, Form, Source
from linter.readers import read
from linter.readers.text import sheets_of_text

FIELDS = {
    "项目名称": "project",
    "主管部门": "department",
    "实施单位": "implementing_unit",
    "项目期限": "duration",
    "项目编码": "code",
    "资金用途": "purpose",
}
BUDGET = {
    "项目年度金额": "total",
    "预算数": "total",
    "金额": "total",
    "其中：财政资金": "fiscal",
    "其他资金": "other",
}
GOALS = ("年度总体绩效目标", "绩效目标")
WANTED = 0.99


def squeezed(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def document(shared: Path, seed: str) -> Document:
    path = next((shared / "seeds").glob(f"{seed}_*.txt"))
    return find_forms(Source(str(path), "txt", sheets_of_text(path.read_text(encoding="utf-8"))))


def gold(shared: Path, seed: str) -> list[dict[str, object]]:
    return json.loads((shared / "gold" / "extraction" / f"{seed}.json").read_text(encoding="utf-8"))


def canonical(printed: str) -> str | None:
    found = level(printed)
    return found.second or None if found else None


@pytest.mark.parametrize("seed", ["001", "003"])
def test_rows_of_tables(shared: Path, seed: str) -> None:
    forms, wanted = document(shared, seed).forms, gold(shared, seed)
    assert len(forms) == len(wanted)
    right = total = 0
    for form, expected in zip(forms, wanted, strict=True):
        rows = [
            (
                one.level1,
                one.level2,
                one.name_printed,
                one.description,
                one.comparator + one.value + one.unit,
                one.basis,
            )
            for one in form.indicators
        ]
        told = [
            (
                row["level1"],
                canonical(row["level2"]),
                row["name"],
                row.get("description", ""),
                row["value"],
                row.get("basis", ""),
            )
            for row in expected["indicators"]
        ]
        total += len(told)
        right += sum((Counter(rows) & Counter(told)).values())
        assert len(rows) == len(told)
    assert right / total >= WANTED, f"{right} of {total}"


@pytest.mark.parametrize("seed", ["000", "001", "003"])
def test_header_fields(shared: Path, seed: str) -> None:
    for form, expected in zip(document(shared, seed).forms, gold(shared, seed), strict=True):
        for label, text in expected.items():
            if label in FIELDS:
                assert squeezed(getattr(form, FIELDS[label])) == squeezed(text)
            elif label in BUDGET:
                assert getattr(form.budget, BUDGET[label]) == text
            elif label in GOALS:
                assert squeezed(form.goal) == squeezed(text)
            elif label == "资金支出计划":
                assert [amount.text for amount in form.plan] == text
            elif label == "title":
                assert form.title == text


def slot(form: Form, level2: str) -> str:
    return "".join(squeezed(one.name + one.value) for one in form.indicators if one.level2 == level2)


def bare(text: str) -> str:
    """A slot without numbering, punctuation and code, so that names and values can be compared with it."""
    text = re.sub(
        r"(?:(?<=\W)|\A)(?:目标一:)?\d{1,2}[、.:]+(?!\d{1,2}万)|(?<=人)3、|\A1(?=确)", "", squeezed(text)
    )
    return "".join(sorted(re.sub(r"[\W_]", "", text)))


def test_slots_of_free_text(shared: Path) -> None:
    loaded = document(shared, "000")
    assert loaded.total is not None
    assert loaded.total.text == "310.09"
    wrong = []
    for form, expected in zip(loaded.forms, gold(shared, "000"), strict=True):
        printed = {
            name.replace("满意度指标", "服务对象满意度指标"): text for name, text in expected["slots"].items()
        }
        assert [one.level2 for one in form.indicators] == sorted(
            [one.level2 for one in form.indicators], key=list(printed).index
        )
        assert {one.level2 for one in form.indicators} == set(printed)
        wrong += [
            (form.number, name, text, slot(form, name))
            for name, text in printed.items()
            if bare(slot(form, name)) != bare(text)
        ]
    assert not wrong
    assert [form.number for form in loaded.forms if form.truncated] == [15, 16]


@pytest.mark.parametrize(("seed", "count"), [("000", 17), ("001", 10), ("002", 9), ("003", 12), ("004", 8)])
def test_number_of_forms(shared: Path, seed: str, count: int) -> None:
    loaded = document(shared, seed)
    assert len(loaded.forms) == count
    assert all(form.indicators for form in loaded.forms)
    assert not loaded.problems


@pytest.mark.parametrize(("seed", "rows"), [("002", 71), ("004", 81)])
def test_rows_read_line_by_line(shared: Path, seed: str, rows: int) -> None:
    """Documents without an answer, read another way: around the comparator, or by the code of the level."""
    path = next((shared / "seeds").glob(f"{seed}_*.txt"))
    wanted = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        signs = [at for at, cell in enumerate(cells) if cell in ("≥", "≤", r"\geq", r"\leq", "定性")]
        if signs:
            at = signs[0]
            wanted.append((number, cells[at - 2] or None, cells[at - 1], cells[at + 1]))
        elif len(cells) == 4 and cells[2] and (not cells[0] or re.match(r"\d-", cells[0])):
            wanted.append((number, canonical(cells[1][3:]), cells[2], cells[3]))
    read_rows = {
        row.place.line: row for form in document(shared, seed).forms for row in form.indicators if row.name
    }
    assert len(wanted) == rows
    for number, level2, name, value in wanted:
        row = read_rows[number]
        assert (row.name, row.value) == (name, value)
        assert level2 is None or row.level2 == level2


#: Names in the sample contents whose canonical second level is written without its ending.
def _canonical_level(name: str | None) -> str | None:
    return canonical(name) if name else None


def _wanted_rows(project: dict[str, object]) -> Counter[tuple[object, ...]]:
    kinds = {"indicator": "indicator", "empty_slot": "empty", "template_row": "template"}
    rows: Counter[tuple[object, ...]] = Counter()
    for row in project["indicators"]:
        name = row.get("name_core", row["name"])
        term = "medium" if row.get("block") == "中期" else "year"
        for area, value in row.get("values", {None: row["value"]}).items():
            second = _canonical_level(row.get("level2_canonical"))
            rows[
                second,
                name,
                row["comparator"],
                value,
                row["unit"],
                area,
                term,
                row["actual"],
                kinds[row["row_kind"]],
            ] += 1
    return rows


def test_sample_files(shared: Path) -> None:
    right = total = 0
    for content in sorted((shared / "forms").glob("*.json")):
        sample = json.loads(content.read_text(encoding="utf-8"))
        path = next(one for one in (shared / "forms").glob(f"{content.stem}.*") if one.suffix != ".json")
        forms = find_forms(read(path)).forms
        assert len(forms) == len(sample["projects"]), path.name
        for form, project in zip(forms, sample["projects"], strict=True):
            wanted = _wanted_rows(project)
            found = Counter(
                (
                    one.level2,
                    one.name,
                    one.comparator,
                    one.value,
                    one.unit,
                    one.area,
                    one.term,
                    one.actual,
                    one.row_kind,
                )
                for one in form.indicators
            )
            right += sum((wanted & found).values())
            total += sum(wanted.values())
            assert (form.project or "") == project["name"]
            assert (form.budget.total or "") == project["budget_total"].replace(",", "")
    assert right / total >= 0.97, f"{right} of {total}"
