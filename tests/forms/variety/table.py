"""The indicators of one form as a table: heads in one or two lines, then the rows, and what must be read."""

from __future__ import annotations

from typing import NamedTuple

from .plan import WORDS
from .truth import Choice, Row, answer, bare_name, level_text, name_text, sign_text, unit_text, value_text

Lines = list[list[str]]


class Column(NamedTuple):
    role: str
    head: str
    group: str = ""


class Table(NamedTuple):
    """``heads`` and ``rows`` as marked cells (``^`` and ``<`` for covered ones), the rows to be read, and the
    level cells that begin anew after a break."""

    heads: Lines
    rows: Lines
    answers: list[dict[str, str]]
    width: int


_ONCE = {"note": "据实核定"}
_GRADES = ("优", "良", "中", "差")


def _head(word: str, choice: Choice) -> str:
    return f"*{word}" if choice["level heads"] == "starred" and word not in ("", "<") else word


def columns(choice: Choice, year: int) -> list[Column]:
    kind = "绩效指标" if choice["level heads"] == "绩效指标" else "指标"
    first, second = f"一级{kind}", f"二级{kind}"
    if choice["level head letters"] == "upright":
        first, second = "⏎".join(first), "⏎".join(second)
    levels = {
        "path": [Column("path", "指标类别")],
        "first only": [Column("level1", "指标类型")],
        "none": [],
    }.get(choice["levels"], [Column("level1", first), Column("level2", second)])
    if choice["values"] == "two blocks":
        second, name = levels[1], Column("name", choice["name head"])
        blocks = [
            column._replace(role=f"{prefix}{column.role}", group=group)
            for prefix, group in (("medium ", "中期绩效指标"), ("", "年度绩效指标"))
            for column in (second, name, Column("value", choice["value head"]))
        ]
        found = [levels[0], *blocks]
    else:
        found = [*levels, Column("name", choice["name head"]), *_values(choice, year)]
    if choice["weight"] != "none":
        at = next(n for n, column in enumerate(found) if column.role in ("name", "path")) + 1
        found.insert(at if choice["weight"] == "before" else len(found), Column("weight", "分值"))
    found = _texts(found, choice)
    if choice["serial"] == "first":
        found.insert(0, Column("serial", "序号"))
    if choice["value cells"] == "two merged":
        at = next(n for n, column in enumerate(found) if column.role == "value") + 1
        found.insert(at, Column("merged", "<"))
    if choice["blank column"] == "at the end":
        found.append(Column("blank", ""))
    return [column._replace(head=_head(column.head, choice)) for column in found]


def _values(choice: Choice, year: int) -> list[Column]:
    value, sign = [Column("value", choice["value head"])], []
    match choice["values"]:
        case "two terms":
            value = [Column("value", "年度目标值"), Column("medium value", "实施周期目标值")]
        case "areas":
            value = [Column(f"area {at}", area) for at, area in enumerate(WORDS["areas"])]
        case "areas under head":
            value = [Column(f"area {at}", area, "区域目标值") for at, area in enumerate(WORDS["areas"])]
        case "graded":
            value += [Column(f"grade {at}", grade, "评价标准") for at, grade in enumerate(_GRADES)]
        case "half and full":
            value = [Column("half", "半年目标值"), Column("value", "全年目标值")]
        case "last year":
            value = [Column("last", "上年实际完成值"), *value]
        case "achieved":
            value += [Column("actual", "实际完成值")]
        case "three years":
            years = [("value", year), ("half", year + 1), ("next", year + 2)]
            value = [Column(role, f"{number}年指标值") for role, number in years]
        case "monitoring":
            value += [Column("last", "1-7月执行情况"), Column("next", "全年预计完成情况")]
    match choice["comparator"]:
        case "column" | "words in column":
            sign = [Column("sign", choice["comparator head"])]
        case "beside direction":
            sign = [Column("sign", choice["comparator head"]), Column("direction", "指标方向性")]
        case "before direction":
            sign = [Column("direction", "指标性质"), Column("sign", "指标方向")]
        case "beside type":
            sign = [Column("type", "指标值类型")]
    unit = [Column("unit", choice["unit head"])] if choice["unit"] == "column" else []
    match choice["order"]:
        case "unit first":
            return [*unit, *sign, *value]
        case "comparator last":
            return [*value, *sign, *unit]
    return [*sign, *value, *unit]


def _texts(found: list[Column], choice: Choice) -> list[Column]:
    if choice["description"] == "before value":
        at = next(n for n, column in enumerate(found) if column.role == "name") + 1
        found.insert(at, Column("description", "指标解释"))
    elif choice["description"] == "after value":
        found.append(Column("description", "指标说明"))
    for role, head in (("basis", "指标值设置依据"), ("scoring", "评（扣）分标准"), ("note", "备注")):
        if choice[role] != "none":
            found.append(Column(role, head))
    return found


def heads(found: list[Column], choice: Choice) -> Lines:
    """The head lines: two where columns stand under a common head, one more where columns are numbered."""
    lines: Lines = []
    if any(column.group for column in found):
        first = []
        for at, column in enumerate(found):
            same = at and column.group and found[at - 1].group == column.group
            first.append("<" if same else column.group or column.head)
        lines = [first, [column.head if column.group else "^" for column in found]]
    else:
        lines = [[column.head for column in found]]
    if choice["level heads"] == "numbered heads":
        lines.append([str(at + 1) for at in range(len(found))])
    return lines


def weights(count: int) -> list[str]:
    """Points of so many rows that add up to 100."""
    each = 100 // count
    return [str(each)] * (count - 1) + [str(100 - each * (count - 1))]


def _texts_of(row: Row, choice: Choice, at: int, group_at: int, weight: str) -> dict[str, str]:
    """The text of a row for each role."""
    medium, half, last, actual = row.times("3"), row.times("0.5"), row.less("0.9"), row.less("1.1")
    bare = {**choice, "comparator": "column"}
    grades = [row, row.less("0.9"), row.less("0.8")]
    texts = {
        "path": f"{row.level1}-{row.level2}",
        "name": name_text(row, choice, group_at),
        "value": value_text(row, choice),
        "sign": sign_text(row, choice),
        "unit": unit_text(row, choice),
        "weight": weight,
        "direction": ("反向" if row.sign == "≤" else "正向") if row.counted else "正向",
        "type": "定量" if row.counted else "定性",
        "medium level2": level_text(row.level2, choice, second=True),
        "medium name": name_text(row, choice, group_at),
        "medium value": value_text(medium, choice),
        "half": value_text(half, choice),
        "last": value_text(last, bare),
        "actual": value_text(actual, bare),
        "next": value_text(actual, bare),
        "merged": "<",
        "blank": "",
        "description": f"反映{row.name}情况",
        "basis": "工作计划",
        "scoring": "未完成酌情扣分",
        "note": _ONCE["note"] if at == 0 else "",
        "serial": str(at + 1),
        **{f"area {k}": value_text(row.times(str(k + 1)), choice) for k in range(len(WORDS["areas"]))},
    }
    for k in range(len(_GRADES)):
        if not row.counted:
            texts[f"grade {k}"] = ("好", "较好", "一般", "较差")[k]
        else:
            shown = value_text(grades[min(k, 2)], choice)
            texts[f"grade {k}"] = shown if k < 3 else f"<{shown.lstrip('≥≤')}"
    return texts


def _answers(row: Row, choice: Choice, texts: dict[str, str], roles: set[str]) -> list[dict[str, str]]:
    more = {
        role: texts[role]
        for role in ("description", "note", "weight", "actual", "basis", "scoring")
        if role in roles
    }
    year = answer(row, choice, **more)
    if choice["values"].startswith("areas"):
        return [{**year, "value": texts[f"area {k}"], "area": area} for k, area in enumerate(WORDS["areas"])]
    if choice["values"] in ("two terms", "two blocks"):
        return [year, {**year, "value": texts["medium value"], "term": "medium"}]
    return [year]


def table_of(rows: list[Row], choice: Choice, year: int, breaks: frozenset[int] = frozenset()) -> Table:
    """The table of a form; a level that goes on is printed anew at the rows in ``breaks``."""
    if choice["items"] != "rows":
        return _table_of_items(rows, choice, year)
    found = columns(choice, year)
    roles = {column.role for column in found}
    points = weights(len(rows))
    lines: Lines = []
    answers: list[dict[str, str]] = []
    group = 0
    before: Row | None = None
    for at, row in enumerate(rows):
        same = before is not None and before.level2 == row.level2 and before.level1 == row.level1
        group = group + 1 if same else 1
        texts = _texts_of(row, choice, at, group, points[at])
        texts |= _levels(row, None if at in breaks else before, choice)
        lines.append([texts[column.role] for column in found])
        answers += _answers(row, choice, texts, roles)
        if choice["template rows"] == "left in" and (
            at + 1 == len(rows) or rows[at + 1].level2 != row.level2
        ):
            blank = dict.fromkeys(texts, "") | _levels(row, row, choice)
            blank |= {"name": f"指标{group + 1}：", "merged": "<"}
            lines.append([blank[column.role] for column in found])
            nothing = {"name": "", "comparator": "", "value": "", "unit": "", "kind": "template"}
            answers.append({**answer(row, choice), **nothing})
        before = row
    if choice["sum row"] != "none":
        total = {"weight": "100", "merged": "<", found[0].role: choice["sum row"]}
        lines.append([total.get(column.role, "") for column in found])
    return Table(heads(found, choice), lines, answers, len(found))


def _levels(row: Row, before: Row | None, choice: Choice) -> dict[str, str]:
    """The level cells of a row that follows another one."""
    first, second = level_text(row.level1, choice, second=False), level_text(row.level2, choice, second=True)
    if before is None or choice["levels"] == "repeated":
        return {"level1": first, "level2": second, "medium level2": second}
    again = "" if choice["levels"] == "blank" else "^"
    if before.level1 == row.level1:
        first = again
    if before.level1 == row.level1 and before.level2 == row.level2:
        second = again
    return {"level1": first, "level2": second, "medium level2": second}


def _table_of_items(rows: list[Row], choice: Choice, year: int) -> Table:
    """All indicators of a second level in one row, its names and its values as lists in their cells."""
    found = columns(choice, year)
    lines: Lines = []
    answers = []
    before: Row | None = None
    for at, row in enumerate(rows):
        if before is not None and before.level2 == row.level2 and before.level1 == row.level1:
            continue
        group = [one for one in rows[at:] if (one.level1, one.level2) == (row.level1, row.level2)]
        names, values = [bare_name(one, choice) for one in group], [value_text(one, choice) for one in group]
        if len(group) == 1:
            name, value = names[0], values[0]
        elif choice["items"] == "numbered in a cell":
            name, value = (
                "；".join(f"{k}.{text}" for k, text in enumerate(texts, 1)) for texts in (names, values)
            )
        else:
            name = "⏎".join(f"指标{k}：{text}" for k, text in enumerate(names, 1))
            value = "⏎".join(values)
        texts = {
            "path": f"{row.level1}-{row.level2}",
            "name": name,
            "value": value,
            "merged": "<",
            "blank": "",
            **_levels(row, before, choice),
        }
        lines.append([texts[column.role] for column in found])
        answers += [answer(one, choice) for one in group]
        before = row
    return Table(heads(found, choice), lines, answers, len(found))
