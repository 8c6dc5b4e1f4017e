"""Which of several heads that may name the indicators does; the others explain it."""

from __future__ import annotations

from linter.forms.vocabulary import key, without_brackets

#: Of two columns with the same claim to be the name, the one whose head comes first here is it.
_NAME_ORDER = ("三级指标", "指标名称", "四级指标", "绩效内容", "具体指标", "指标内容", "绩效指标")


def settle_names(roles: dict[int, str], heads: dict[int, str], targets: frozenset[str]) -> None:
    """Leaves one name column a block: the others become explanations. ``targets``: roles of value columns."""
    _described_name(roles, heads, targets)
    _one_name(roles, heads, targets)
    _trailing_name(roles, targets)


def _one_name(roles: dict[int, str], heads: dict[int, str], targets: frozenset[str]) -> None:
    """Side by side in one block only one column is the name; the others explain it."""
    run: list[int] = []
    for column in [*sorted(roles), -1]:
        if column >= 0 and roles[column] == "name":
            run.append(column)
        if column < 0 or roles[column] in targets | {"level1", "level2"}:
            if len(run) > 1:
                best = min(run, key=lambda at: _name_rank(heads[at]))
                for other in run:
                    if other != best:
                        roles[other] = "description" if other > best else "other"
            run = []


def _described_name(roles: dict[int, str], heads: dict[int, str], targets: frozenset[str]) -> None:
    """Without a column of names, 绩效指标描述 right behind the second level and before the values names them."""
    if "name" in roles.values() or not {"level1", "level2"}.issubset(roles.values()):
        return
    columns = sorted(roles)
    for left, column, right in zip(columns, columns[1:], columns[2:], strict=False):
        if (roles[left], roles[column]) != ("level2", "description") or "指标" not in heads[column]:
            continue
        if any(roles[at] in targets for at in columns if at >= right) and "值" not in heads[column]:
            roles[column] = "name"


def _trailing_name(roles: dict[int, str], targets: frozenset[str]) -> None:
    """Behind the last value column no block begins: 指标内容 there explains the name in front."""
    last = max((column for column, role in roles.items() if role in targets), default=0)
    names = [column for column in sorted(roles) if roles[column] == "name"]
    for column in names[1:]:
        if column > last > names[0]:
            roles[column] = "description"


def _name_rank(head: str) -> int:
    bare = without_brackets(key(head))
    return _NAME_ORDER.index(bare) if bare in _NAME_ORDER else len(_NAME_ORDER)
