"""Careful forms and the ways to spoil them, read from benchmarks/planted/, and the spoiling itself.

A defect is a change of data (see planted/README.md); where it applies, ``placements`` gives the forms and rows, and
``spoil`` makes the spoilt copy and says at which row the fault now stands (None: the form as a whole).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import formtexts
import prints
import yaml
from formtexts import FIELDS, Form, Row

FOLDER = Path(__file__).resolve().parent / "planted"
Defect = dict[str, Any]
MONEY = ("total", "fiscal", "carried", "other")
_HOLE = re.compile(r"\{(\w+)(?:([-+*/])([\d.]+))?\}")
#: What ``set``, ``add`` and ``copy`` of a defect change beside the fields of a row.
_EXTRA = ("weight", "scoring", "basis", "kind", "shown", "level1", "level2")
_KEYS = {
    *("id", "wants", "floor", "row", "form", "layouts", "not", "at", "set", "replace", "drop", "copy", "add"),
    *("keep", "first", "every", "head", "head-replace", "swap"),
}


class Spoilt(NamedTuple):
    """A spoilt form, the row that now carries the fault, and its change in one line."""

    form: Form
    row: int | None
    says: str


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def careful_forms() -> list[Form]:
    """Every careful form, by id."""
    forms = []
    for path in sorted((FOLDER / "forms").glob("*.yaml")):
        for form in _read(path):
            form.update(form.pop("money"))
            form["rows"] = [dict(zip(FIELDS, map(str, row), strict=True)) for row in form["rows"]]
            forms.append(form)
    assert len({form["id"] for form in forms}) == len(forms)
    return forms


def defects(held: bool = False) -> list[Defect]:
    """Every way to spoil a form; ``family`` is the name of its file. A key nobody knows is refused."""
    found = []
    for path in sorted((FOLDER / ("defects-held" if held else "defects")).glob("*.yaml")):
        for one in _read(path):
            strange = one.keys() - _KEYS
            assert not strange, (one["id"], strange)
            found.append({"floor": "warning", **one, "family": path.stem})
    assert len({one["id"] for one in found}) == len(found), "an id twice"
    return found


def placements(defect: Defect, forms: list[Form]) -> Iterator[tuple[Form, int | None, str]]:
    """Where a defect can be planted: form, row (None for one of the whole form), layout."""
    for form in forms:
        if not fits(form, defect.get("form", {})):
            continue
        rows: list[int | None] = [None]
        if "row" in defect:
            rows = [place for place, row in enumerate(form["rows"]) if fits(row, defect["row"])]
        for layout in layouts(defect):
            for row in rows:
                yield form, row, layout


def layouts(defect: Defect) -> list[str]:
    """The layouts a defect can occur in: those it names, and that print what it changes."""
    asked = defect.get("layouts") or list(prints.LAYOUTS)
    chosen = [layout for layout in asked if layout not in defect.get("not", [])]
    every = defect.get("every", {})
    changed = {*defect.get("set", {}), *every.get("set", {}), *defect.get("swap", [])}
    heads = {*defect.get("head", {})}
    for key, fields in (("replace", changed), ("head-replace", heads)):
        if key in defect:
            fields.add(defect[key][0])
    # A name or value that changes shows everywhere, whatever else changes with it.
    shown = heads - {"unit"} | (set() if changed & {"name", "cmp", "value", "unit"} else changed)
    for field in shown:
        chosen = [layout for layout in chosen if layout in prints.PRINTED.get(field, chosen)]
    return chosen


def fits(thing: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether a row or a form is as ``wanted``: a list names the texts allowed, a text is a pattern to be found."""
    for key, value in wanted.items():
        if key == "has":
            if not all(thing.get(name) for name in value):
                return False
        elif key == "lacks":
            if any(thing.get(name) for name in value):
                return False
        elif key == "rows":
            if not all(any(fits(row, one) for row in thing["rows"]) for one in value):
                return False
        elif key == "no-rows":
            if any(fits(row, one) for row in thing["rows"] for one in value):
                return False
        elif isinstance(value, list):
            if str(thing.get(key, "")) not in map(str, value):
                return False
        elif not re.search(value, str(thing.get(key, ""))):
            return False
    return True


def spoil(form: Form, row: int | None, defect: Defect) -> Spoilt:
    """The spoilt copy of a form."""
    spoilt = copy.deepcopy(form)
    rows: list[Row] = spoilt["rows"]
    said = []
    target = rows[row] if row is not None else None
    before = formtexts.joined(target) if target else ""
    if target is not None:
        said.append(_change(target, spoilt, defect))
    if "drop" in defect:
        gone = {id(one) for one in rows if fits(one, defect["drop"])}
        spoilt["rows"] = rows = [one for one in rows if id(one) not in gone]
        said.append(f"删去 {len(gone)} 行")
    if "keep" in defect:
        spoilt["rows"] = rows = [one for one in rows if fits(one, defect["keep"])]
        said.append(f"只留 {len(rows)} 行")
    if "first" in defect:
        del rows[defect["first"] :]
        said.append(f"只留前 {len(rows)} 行")
    if "every" in defect:
        hit = [one for one in rows if fits(one, defect["every"].get("row", {}))]
        for place, one in enumerate(hit):
            _set(one, spoilt, defect["every"]["set"], place)
        said.append(f"{len(hit)} 行改为 {defect['every']['set']}")
    if "copy" in defect and target is not None:
        twin = dict(target)
        _set(twin, spoilt, defect["copy"])
        rows.insert(rows.index(target) + 1, twin)
        rows.sort(key=lambda one: list(formtexts.LEVELS).index(one["k"]))
        target = twin
        said.append(f"又抄一行 {twin['k']} {twin['name']} {formtexts.joined(twin)}")
    if "add" in defect:
        added = dict.fromkeys(FIELDS, "")
        _set(added, spoilt, defect["add"])
        rows.append(added)
        rows.sort(key=lambda one: list(formtexts.LEVELS).index(one["k"]))
        target = added
        said.append(f"加一行 {added['k']} {added['name']} {formtexts.joined(added)}")
    _head(spoilt, defect, said)
    spot = next((place for place, one in enumerate(rows) if one is target), None)
    if target is not None and row is not None and "copy" not in defect and "add" not in defect:
        was = f"{form['rows'][row]['name']} {before}"
        now = f"{target['k']} {target['name']} {formtexts.joined(target)}".rstrip()
        said.insert(0, f"{form['rows'][row]['k']} {was} → {now}")
    line = "；".join(filter(None, said)).replace("\n", "⏎")
    return Spoilt(spoilt, None if defect.get("at") == "form" else spot, line)


def _change(row: Row, form: Form, defect: Defect) -> str:
    """Changes one row in place; a line on what the change of name and value does not show."""
    shown = []
    if "swap" in defect:
        one, other = defect["swap"]
        row[one], row[other] = row[other], row[one]
    if "replace" in defect:
        field, pattern, text = defect["replace"]
        old = row.get(field) or form.get(field, "")
        row[field] = re.sub(pattern, _filled(text, row, form), old, count=1)
        assert row[field] != old, (defect["id"], old)
        shown.append(f"{field}: {row[field]}")
    if "set" in defect:
        _set(row, form, defect["set"])
        shown += [f"{key}: {row[key]}" for key in defect["set"] if key in ("note", *_EXTRA)]
    return "，".join(shown)


def _set(row: Row, form: Form, texts: dict[str, Any], place: int = 0) -> None:
    filled = {}
    for field, text in texts.items():
        assert field in FIELDS or field in _EXTRA, field
        chosen = text[place % len(text)] if isinstance(text, list) else str(text)
        filled[field] = _filled(chosen, row, form)
    row.update(filled)


def _head(form: Form, defect: Defect, said: list[str]) -> None:
    for field, text in defect.get("head", {}).items():
        if text is None:
            form.pop(field, None)
        elif isinstance(text, list):
            form[field] = text
        else:
            form[field] = _filled(str(text), {}, form)
        said.append(f"{field} 改为“{form.get(field)}”")
    if "head-replace" in defect:
        field, pattern, text = defect["head-replace"]
        old = form[field]
        form[field] = re.sub(pattern, lambda match: _filled(match.expand(text), {}, form), old, count=1)
        assert form[field] != old, (defect["id"], old)
        said.append(f"{field} 改为“{form[field]}”")


def _filled(text: str, row: Row, form: Form) -> str:
    """A text with its holes filled: {name}, {year-1}, {total*3}; sums are written without trailing zeros,
    those of whole numbers as whole numbers."""

    def fill(match: re.Match[str]) -> str:
        name, sign, number = match.groups()
        found = row.get(name, form.get(name))
        assert found is not None, (text, name)
        if not sign:
            return str(found)
        one, other = Decimal(str(found)), Decimal(number)
        result = {"+": one + other, "-": one - other, "*": one * other, "/": one / other}[sign]
        # A count stays a count: 48 schools less a fifth are 38, not 38.4.
        whole = "." not in str(found) and one >= 10
        return format(result.quantize(Decimal(1 if whole else "0.01")).normalize(), "f")

    return _HOLE.sub(fill, text)
