"""What a rule's fix does: steps of a closed set of kinds, each a pure function of a cell's text.

A step is declared in the rule file under ``repair``; it is checked when the rule is loaded and kept in the
compiled rulebook like a check. Whether a fix may be applied is judged in ``mend``: nothing here looks at a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from linter.ground.patterns import compiled
from linter.ground.repetition import without_runs
from linter.ground.shape import Where
from linter.ground.textbounds import cutter
from linter.language.types import Type
from linter.language.wordlists import Words
from linter.rulebook.arguments import compile_check
from linter.rulebook.kind import Args, Key, Kind
from linter.rulebook.plainargs import args_from_plain
from linter.rulebook.spots import Fault

SAFETIES = ("safe", "unsafe")
#: Cells of an indicator row that a step may name.
CELLS = ("name", "description", "comparator", "value", "unit", "scoring", "note", "weight", "basis")
#: Changes repeat until nothing is left to change, but not for ever.
_ROUNDS = 8


def _nothing(args: Args, scope: Any) -> Iterator[Fault]:
    return iter(())


COMMON = (
    Key("field", "choice", "改这一行的哪一格；默认是报告问题的那一格", choices=CELLS),
    Key(
        "everywhere",
        "choice",
        "form 整张表、document 整个文件，凡是有的文字都改",
        choices=("form", "document"),
    ),
    Key("roles", "texts", "与 everywhere 合用：只改这些种类的文字，如 name、value、scoring"),
    Key("when", "expression", "条件，成立才改", types=("bool",)),
    Key("unless", "words", "词表：落在这些词里面的不改"),
    Key("safety", "choice", "这一步是 safe 还是 unsafe；默认同规则的 fix", choices=SAFETIES),
    Key("changes", "choice", "unit：改的就是计量单位，其余含义仍须不变", choices=("unit",)),
)


def _group(raw: dict[str, Any], types: dict[str, Type]) -> tuple[str, str] | None:
    if "everywhere" in raw and raw.keys() & {"field", "when"}:
        return "everywhere", "everywhere 不和 field、when 合用"
    if "roles" in raw and "everywhere" not in raw:
        return "roles", "roles 要和 everywhere 合用"
    if "with" in raw:
        groups = compiled(raw["regex"]).groupindex
        unknown = [name for name in re.findall(r"\\g<(\w+)>", raw["with"]) if name not in groups]
        if unknown:
            return "with", f"正则表达式里没有“{unknown[0]}”这一组"
        if re.search(r"\\(?!g<\w+>)", raw["with"]):
            return "with", r"反斜线只用来写 \g<组名>"
    return None


def _kind(name: str, note: str, *keys: Key) -> Kind:
    return Kind(name=name, note=note, keys=keys, find=_nothing, verify=_group, common=COMMON, sort="修正")


KINDS = {
    kind.name: kind
    for kind in (
        _kind(
            "clean",
            "去掉转换残留，或统一全角半角",
            Key(
                "what",
                "choice",
                "latex、html 标签、bookmark 书签、width 全角数字字母改半角、brackets 括号两半宽窄一致",
                required=True,
                choices=("latex", "html", "bookmark", "width", "brackets"),
            ),
        ),
        _kind(
            "replace",
            "把正则表达式匹配的文字换掉",
            Key("regex", "regex", "正则表达式；命名组 (?P<rest>…) 可在 with 里用", required=True),
            Key("with", "text", r"换成什么，\g<rest> 是命名组；不写就是删去"),
        ),
        _kind(
            "words",
            "按词表换字，词表每项写“错、空格、对”",
            Key("list", "words", "词表的名字（rules/words/ 里）", required=True),
            Key(
                "how",
                "choice",
                "contains 出现就换（默认），equals 全格是它才换",
                choices=("contains", "equals"),
                default="contains",
            ),
        ),
    )
}  # fmt: skip


def compile_repairs(where: Where, given: str, safety: str, words: Words | None) -> list[dict[str, Any]]:
    """The steps of a rule as plain data. Raises JxlintError with the place of the first fault."""
    listed = where.below("repair")
    many = isinstance(listed.data, list)
    steps = []
    for number in range(len(listed.data) if many else 1):
        step = listed.below(number) if many else listed
        if not isinstance(step.data, dict) or "kind" not in step.data:
            raise step.error("repair 的每一步应写成 {kind: 种类, …}", advice=f"种类有：{'、'.join(KINDS)}")
        name = step.data["kind"]
        if name not in KINDS:
            raise step.error(f"没有“{name}”这种修正", "kind", wrong=str(name), known=list(KINDS))
        plan = compile_check(KINDS[name], step, given, words)
        steps.append({"kind": name, "plain": plan.plain, "safety": plan.plain.get("safety", safety)})
    if safety == "safe" and all(step["safety"] == "unsafe" for step in steps):
        raise listed.error("fix 写的是 safe，每一步却都是 unsafe")
    return steps


class Step:
    """One step, ready to run."""

    def __init__(self, step: dict[str, Any], words: Words | None) -> None:
        self.safe = step["safety"] == "safe"
        self._args = args_from_plain(KINDS[step["kind"]], step["plain"], words)
        self.field: str | None = self._args["field"]
        self.everywhere: str | None = self._args["everywhere"]
        self.roles: frozenset[str] | None = frozenset(self._args["roles"]) if self._args["roles"] else None
        self.changes_unit = self._args["changes"] == "unit"
        self._change = _BUILDERS[step["kind"]](self._args)

    def applies(self, scope: Any) -> bool:
        """Whether the step's condition holds for a judged object."""
        when = self._args["when"]
        return when is None or when(scope) is True

    def change(self, text: str) -> str:
        """The text after the step; the same text when there is nothing to change."""
        for _ in range(_ROUNDS):
            changed = self._change(text)
            if changed == text:
                break
            text = changed
        return text


Change = Callable[[str], str]


def _clean(args: Args) -> Change:
    what = args["what"]
    if what == "brackets":
        from linter.language.functions.brackets import even

        return even
    # The cleaning of cells is imported when a rule first uses it.
    from linter.forms.clean import REMOVERS, narrow

    if what == "width":
        # A wide ～ between two numbers is good printing.
        return lambda text: "～".join(map(narrow, text.split("～")))
    remove = REMOVERS[what]

    def clean(text: str) -> str:
        changed = remove(text)
        if what != "html" or changed == text:
            return changed
        # A tag that is taken out leaves a blank behind: one is enough, and none at an end.
        changed = re.sub("  +", " ", changed)
        return changed if text != text.strip() else changed.strip()

    return clean


def _replace(args: Args) -> Change:
    fresh = args["with"] or ""
    return _substitute(args, args["regex"], lambda found: found.expand(fresh))


def _words(args: Args) -> Change:
    pairs = dict(
        pair.split(" ", 1) for words in args.word_lists("list") for pair in words.words if " " in pair
    )
    if args["how"] == "equals":
        return lambda text: pairs.get(text.strip(), text)
    wrong = sorted(pairs, key=lambda word: (-len(word), word))
    return _substitute(args, re.compile("|".join(map(re.escape, wrong))), lambda found: pairs[found[0]])


def _substitute(args: Args, pattern: re.Pattern[str], fresh: Callable[[re.Match[str]], str]) -> Change:
    kept = [re.compile(re.escape(word)) for words in args.word_lists("unless") for word in words.words]

    cut = cutter(pattern.pattern)

    def change(text: str) -> str:
        # Of what is looked at only so far nothing is changed, nor of what only a machine would write.
        if (cut is not None and cut(text) != text) or without_runs(text) != text or not pattern.search(text):
            return text
        spans = [found.span() for word in kept for found in word.finditer(text)]

        def one(found: re.Match[str]) -> str:
            start, end = found.span()
            return found[0] if any(start < b and a < end for a, b in spans) else fresh(found)

        return pattern.sub(one, text)

    return change


_BUILDERS: dict[str, Callable[[Args], Change]] = {"clean": _clean, "replace": _replace, "words": _words}
