"""Profiles: the habits of a region as data. rules/profiles/NAME.yaml, and the same folder beside a user's own rules.

A profile says how its forms are recognised, which rules do not fit there, which severity is another, and the
numbers and words that rules ask for as ``form.habits``. What it leaves out is as in default.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_args

from linter.ground.errors import JxlintError
from linter.ground.nearest import nearest
from linter.ground.resources import load_data, rules_dir
from linter.ground.shape import Where, read
from linter.language.functions.likeness import normal
from linter.language.habits import DEFAULT, FOLDER, exact_habits
from linter.language.pointshares import WORKED_OUT
from linter.language.types import Field, Type, fields
from linter.model import Form, Severity
from linter.surroundings import Profile

_KEYS = ("title", "note", "recognise", "ignore", "severity", "habits")
#: Conditions of one way to recognise a form; all that are written must hold.
_SIGNS = {
    "heads": "这些表头都印在表上",
    "places": "标题或单位名称里有其中一个地名",
    "title": "标题里有其中一个词",
}


class Profiles:
    """The profiles of a run by name. ``plain`` is their data as checked, for the cache."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.plain = dict(plain)
        general = exact_habits(self.plain.get(DEFAULT, {}).get("habits", {}))
        self._made = {name: _profile(name, data, general) for name, data in self.plain.items()}
        self._signs = [
            (self._made[name], [_sign(sign) for sign in data["recognise"]])
            for name, data in self.plain.items()
            if data.get("recognise")
        ]

    def __iter__(self) -> Iterator[Profile]:
        return iter(self._made.values())

    def find(self, wish: str, *, origin: str = "") -> Profile:
        """The profile of this name or Chinese title. Raises JxlintError with a suggestion; ``origin`` says
        where it was asked for."""
        for profile in self._made.values():
            if wish.strip() in (profile.name, profile.title):
                return profile
        known = [word for profile in self._made.values() for word in (profile.name, profile.title)]
        near = nearest(wish.strip(), known)
        listed = "、".join(f"{profile.name}（{profile.title}）" for profile in self._made.values())
        raise JxlintError(
            f"没有“{wish}”这种口径{f'（{origin}）' if origin else ''}",
            advice=f"{f'是不是想写“{near}”？' if near else ''}可用的有：{listed}",
        )

    def recognise(self, form: Form) -> Profile | None:
        """The profile whose signs the form shows; None when it shows those of none, or of several."""
        heads = {normal(text.text) for text in form.texts if text.role == "header"}
        names = " ".join(filter(None, (form.title, form.department, form.implementing_unit)))
        found = [
            profile
            for profile, signs in self._signs
            if any(_shows(sign, heads, names, form.title) for sign in signs)
        ]
        return found[0] if len(found) == 1 else None


Sign = Mapping[str, tuple[str, ...]]


def _sign(data: Mapping[str, Any]) -> Sign:
    return {key: tuple(map(normal, words)) if key == "heads" else tuple(words) for key, words in data.items()}


def _shows(sign: Sign, heads: set[str], names: str, title: str) -> bool:
    return (
        all(head in heads for head in sign.get("heads", ()))
        and ("places" not in sign or any(place in names for place in sign["places"]))
        and ("title" not in sign or any(word in title for word in sign["title"]))
    )


def _profile(name: str, data: Mapping[str, Any], general: dict[str, Any]) -> Profile:
    return Profile(
        name,
        data["title"],
        {**general, **exact_habits(data.get("habits") or {})},
        tuple(data.get("ignore") or ()),
        dict(data.get("severity") or {}),
    )


def read_profiles(folders: Sequence[Path], rules: Iterable[str]) -> Profiles:
    """The profiles of the pack and of the folders of a user, checked: keys, habits, types, and that the rules
    they name exist. Raises JxlintError with the place of the first fault."""
    known = sorted(rules)
    plain: dict[str, Any] = {}
    for path in profile_files(folders):
        if path.stem in plain:
            raise JxlintError(f"口径“{path.stem}”已有", path=str(path), advice="请换一个文件名")
        plain[path.stem] = _read(path, known)
    return Profiles(plain)


@cache
def shipped_profiles() -> Profiles:
    """The profiles of the pack alone, for cases."""
    return Profiles({path.stem: load_data(f"{FOLDER}/{path.name}") for path in profile_files(())})


def profile_files(folders: Sequence[Path]) -> list[Path]:
    own = [path for folder in folders for path in sorted((folder / FOLDER).glob("*.yaml"))]
    return [*sorted((rules_dir() / FOLDER).glob("*.yaml")), *own]


def _read(path: Path, rules: list[str]) -> dict[str, Any]:
    where = read(path, "口径文件")
    data = where.check_keys("口径", _KEYS, ("title", "note"))
    for key in ("title", "note"):
        if not isinstance(data[key], str):
            raise where.error(f"{key} 应是一段文字", key)
    _check_signs(where, data.get("recognise"))
    _check_rules(where, data, rules)
    if data.get("habits") is not None:
        _check_habits(where.below("habits"), complete=path.stem == DEFAULT)
    elif path.stem == DEFAULT:
        raise where.error("default.yaml 要写全 habits")
    return {key: value for key, value in data.items() if value is not None}


def _check_signs(where: Where, signs: Any) -> None:
    if signs is None:
        return
    if not isinstance(signs, list) or not signs:
        raise where.error("recognise 应是列表，每一项是一种认法", "recognise")
    for at in range(len(signs)):
        sign = where.below("recognise", at)
        for key in sign.check_keys("认法", _SIGNS):
            if not _is_texts(sign.data[key]):
                raise sign.error(f"{key} 应是文字的列表：{_SIGNS[key]}", key)


def _check_rules(where: Where, data: Mapping[str, Any], rules: list[str]) -> None:
    ignore, severity = data.get("ignore") or [], data.get("severity") or {}
    if not isinstance(ignore, list):
        raise where.error("ignore 应是规则编号的列表", "ignore")
    if not isinstance(severity, dict):
        raise where.error("severity 应写成 {规则编号: 级别}", "severity")
    for key, codes in (
        ("ignore", list(enumerate(ignore))),
        ("severity", [(code, code) for code in severity]),
    ):
        for at, code in codes:
            if code not in rules:
                at_key = key == "severity"
                raise where.error(f"没有规则“{code}”", key, at, wrong=str(code), known=rules, at_key=at_key)
    for code, level in severity.items():
        if level not in get_args(Severity):
            raise where.error(
                f"级别不能是“{level}”", "severity", code, wrong=str(level), known=get_args(Severity)
            )


def _check_habits(where: Where, *, complete: bool) -> None:
    known = fields("habits")
    data = where.check_keys("habits ", known, known if complete else ())
    for name, value in data.items():
        if not _fits(value, known[name].type):
            raise where.error(f"{name} 应是{_say(known[name].type)}：{known[name].note}", name)


def _fits(value: Any, wanted: Type) -> bool:
    if wanted.of is not None:
        return isinstance(value, list) and all(_fits(item, wanted.of) for item in value)
    if wanted.name == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if wanted.name == "text":
        return isinstance(value, str)
    known = _written(wanted)
    return (
        isinstance(value, dict)
        and value.keys() == known.keys()
        and all(_fits(item, known[name].type) for name, item in value.items())
    )


def _written(wanted: Type) -> dict[str, Field]:
    """The fields of an object that a profile writes; the others are worked out from them."""
    return {name: field for name, field in fields(wanted.name).items() if name not in WORKED_OUT}


def _say(wanted: Type) -> str:
    if wanted.of is not None:
        return f"列表，每一项是{_say(wanted.of)}"
    known = _written(wanted)
    return f"{{{'、'.join(f'{name}: 数' for name in known)}}}" if known else wanted.chinese()


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)
