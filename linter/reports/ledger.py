"""台账: a row for every fault, our columns and those that the office fills, carried on from run to run.

With the ledger of the last run (``Options.ledger``) that very workbook is carried on: the state of old rows is brought
up to date, what is new is added below, everything else stays as the office left it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from linter.auditing.agencies import amount_in_wan, unit_of
from linter.auditing.rectification import Entry, FollowUp, Former, Key, entries, over_files
from linter.auditing.verdicts import Verdict, Verdicts
from linter.ground.disklist import DiskList
from linter.ground.ours import REPORT_MARK
from linter.model import Finding, Report
from linter.office.parts import empty_package
from linter.reports.view.basislines import basis_titles, title_of
from linter.reports.view.choices import Options
from linter.reports.view.outline import closing, settled, summary
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import BUILT_IN, CONFIDENCE, SEVERITY, indicator_text, place_text, shorten
from linter.reports.view.yearlines import sentences
from linter.reports.xlsx.cellstyles import Styles
from linter.reports.xlsx.ledgersheet import OldLedger
from linter.reports.xlsx.sheet import Cell, Table, add_table, number_of

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

SHEET = "台账"
OPEN, GOING, DONE = STATES = ("未整改", "持续整改", "已整改")
_KEY, _STATE, _SEEN, _NUMBER, _PROJECT = "标识", "状态", "本次核对", "序号", "项目名称"
_MONEY = "预算金额"
#: The columns with their widths; those that the office fills are in ``_OFFICE``.
_COLUMNS = {
    _NUMBER: 6, "单位": 18, _PROJECT: 20, "项目编码": 14, _MONEY: 13, "指标": 20, "问题（原文）": 34,
    "问题类别": 10, "定性": 22, "依据": 28, "整改建议": 30, "位置": 20, "严重程度": 9,
    "责任部门": 12, "责任人": 9, "整改时限": 12, "整改情况": 24, _STATE: 10, "销号日期": 12,
    "年度": 8, "绩效目标表": 22, _SEEN: 28, _KEY: 12,
}  # fmt: skip
_OFFICE = frozenset({"责任部门", "责任人", "整改时限", "整改情况", _STATE, "销号日期"})
_NEEDED = (_NUMBER, _STATE, _KEY)
_NOTES = (
    "“预算金额”以万元计。“责任部门”到“销号日期”由单位填写，“状态”从下拉框里选。可以加列、加行、排序、改格式；“标识”列请不要改。",
    "下次检查用 --ledger 接着写：这次没有查出、表又读到了的，状态改为“已整改”；"
    "同一处换了写法仍有问题的，改为“持续整改”；没有读到的表、没有运行的规则、几张表比出来而这次比不出的，状态不动，“本次核对”写明本次未查；新问题加在最后。单位填的内容都不动。",
)


def write(report: Report, rulebook: Rulebook, options: Options) -> bytes:
    return b"".join(blocks(report, rulebook, options))


def blocks(report: Report, rulebook: Rulebook, options: Options) -> Iterator[bytes]:
    """The ledger as a file, piece by piece."""
    if options.ledger is not None:
        return _carried_on(options.ledger, report, rulebook, options)
    listed = enumerate(_listed(entries(report), options), 1)
    return _new_book(report, (_fields(entry, at, rulebook) for at, entry in listed))


def read_old(path: Path) -> OldLedger:
    """The ledger of an earlier run. Raises JxlintError where the file is none."""
    return OldLedger(path, _NEEDED, (_KEY, _PROJECT, _STATE), _NUMBER)


def _listed(found: Iterable[Entry], options: Options) -> Iterator[Entry]:
    """What gets a row: errors and warnings, with ``infos`` all; explained faults and those of files do not."""
    return (
        entry
        for entry in found
        if not entry.explained
        and entry.finding.rule not in BUILT_IN
        and (options.infos or entry.finding.severity != "info")
    )


def _new_book(report: Report, rows: Iterable[dict[str, str | int | float]]) -> Iterator[bytes]:
    package = empty_package()
    styles = Styles(package).own()
    heads = list(_COLUMNS)
    cells = ([_styled(head, row.get(head, "")) for head in heads] for row in rows)
    choices = {heads.index(_STATE) + 1: STATES}
    hidden = frozenset({heads.index(_KEY) + 1})
    widths = list(_COLUMNS.values())
    table = Table(SHEET, heads, widths, cells, choices=choices, hidden=hidden, grows=True)
    add_table(package, table, styles)
    notes = [*_NOTES, summary(report), *settled(report), *closing(report.checked), *sentences(report)]
    add_table(package, Table("说明", ["说明"], [110], [[Cell(note)] for note in notes]), styles)
    package.note("jxlint", REPORT_MARK)
    return package.blocks()


def _styled(head: str, content: str | int | float) -> Cell:
    if not isinstance(content, str):
        return Cell(content, "money" if head == _MONEY else "number")
    return Cell(content, "blank" if head in _OFFICE else "text")


def _fields(entry: Entry, number: int, rulebook: Rulebook) -> dict[str, str | int | float]:
    finding, form = entry.finding, entry.form
    rule = rulebook.rules.get(finding.rule)
    amount = amount_in_wan(form) if form is not None else None
    sure = "" if finding.confidence == "high" else f"（把握{CONFIDENCE[finding.confidence]}）"
    title = form.title if form is not None else ""
    return {
        _NUMBER: number,
        "单位": unit_of(form) if form is not None else "",
        _PROJECT: finding.project,
        "项目编码": (form.code or "") if form is not None else "",
        _MONEY: number_of(amount) if amount is not None else "",
        "指标": indicator_text(finding),
        "问题（原文）": _problem(finding),
        "问题类别": rule.family if rule is not None else "",
        "定性": f"{title_of(finding.rule, rulebook)}（{finding.rule}）",
        "依据": basis_titles(rule.basis if rule is not None else [], rulebook),
        "整改建议": f"改为：{finding.suggestion}" if finding.suggestion else finding.advice,
        "位置": _place(finding),
        "严重程度": SEVERITY[finding.severity] + sure,
        _STATE: OPEN,
        "年度": form.year if form is not None and form.year is not None else "",
        "绩效目标表": f"第{finding.form}张表 {shorten(title, 60)}".strip()
        if finding.form is not None
        else "整个文件",
        _SEEN: "新增",
        _KEY: entry.key.text,
    }


def _problem(finding: Finding) -> str:
    text = finding.text.strip()
    told = text and text not in finding.message and text != finding.indicator.strip()
    return f"{finding.message}（原文：“{shorten(text, 300)}”）" if told else finding.message


def _place(finding: Finding) -> str:
    return f"{file_path(finding.file)} {place_text(finding.place)}".strip()


class _Formers:
    """The former faults of a ledger, made each time they are gone through; ``places`` are those of their rows."""

    def __init__(self, texts: DiskList[list[str]]) -> None:
        self._texts = texts
        self.places = array("L", (at for at, (text, *_) in enumerate(texts) if Key.read(text) is not None))

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Former]:
        for place in self.places:
            text, project, _ = self._texts[place]
            key = Key.read(text)
            assert key is not None
            yield Former(key, project)


def _carried_on(path: Path, report: Report, rulebook: Rulebook, options: Options) -> Iterator[bytes]:
    old = read_old(path)
    follow = FollowUp(report, list(rulebook.rules), over_files(rulebook))
    former = _Formers(old.texts)
    verdicts = follow.judge(former)
    old.change(_changes(old.texts, former.places, verdicts, report))
    fresh = enumerate(_listed(follow.fresh(), options), old.most + 1)
    added = old.append(_fields(entry, at, rulebook) for at, entry in fresh)
    counts = Counter(verdict.what for verdict in verdicts)
    options.notes.append(
        f"接着 {path} 写：原有 {len(verdicts)} 条，其中仍在 {counts['same'] + counts['among']}，"
        f"改了仍有问题 {counts['changed']}，已整改 {counts['gone']}，本次未查 {counts['unchecked']}；"
        f"新增 {added} 条"
    )
    spoilt = sum(bool(text.strip()) for text, *_ in old.texts) - len(former)
    if spoilt:
        options.notes.append(f"{spoilt} 行的“标识”被改过，没有对上，那些问题列在新增里")
    if strange := sum(bool(_strange(old.texts[place][2])) for place in former.places):
        options.notes.append(f"{strange} 行的状态不在下拉框里（{'、'.join(STATES)}），请改过来")
    return old.blocks()


def _changes(
    texts: DiskList[list[str]], places: array[int], verdicts: Verdicts, report: Report
) -> Callable[[int], dict[str, str]]:
    """What is written into an old row, by its place among them; ``places`` are those of the verdicts."""
    verdict_of = array("q", [-1]) * len(texts)
    place_of = array("q", [-1]) * (1 + max((one.at for one in verdicts if one.at is not None), default=0))
    for number, (place, verdict) in enumerate(zip(places, verdicts, strict=True)):
        verdict_of[place] = number
        if verdict.at is not None:
            place_of[verdict.at] = place
    standing: DiskList[dict[str, str]] = DiskList()
    stands = array("q", [-1]) * len(texts)
    for entry, place in zip(entries(report), place_of, strict=False):
        if place >= 0:
            verdict = verdicts[verdict_of[place]]
            stands[place] = standing.put(_stands(verdict, entry, texts[place][2].strip()))

    def changed(place: int) -> dict[str, str]:
        if stands[place] >= 0:
            return {head: text for head, text in standing[stands[place]].items() if text}
        number = verdict_of[place]
        return _missed(verdicts[number], texts[place][2].strip()) if number >= 0 else {}

    def told(place: int) -> dict[str, str]:
        written = changed(place)
        if written and not written.get(_STATE) and (said := _strange(texts[place][2])):
            written[_SEEN] += f"；{said}"
        return written

    return told


def _strange(state: str) -> str:
    """What is to be said of a state that is none of ours; nothing of a blank one."""
    state = state.strip()
    return f"状态“{shorten(state, 20)}”不在下拉框里" if state and state not in STATES else ""


def _stands(verdict: Verdict, entry: Entry, state: str) -> dict[str, str]:
    """What is written into the row of a former fault that stands now as ``entry``; an empty text leaves the cell."""
    finding = entry.finding
    where = _place(finding) + ("，单位已作说明" if entry.explained else "")
    again = state == DONE and not entry.explained
    if verdict.what == "changed":
        seen = f"原文已改为“{shorten(finding.text.strip(), 200)}”，仍有问题：{finding.message}（{where}）"
    else:
        seen = f"仍在（{where}）{'，上次状态写的是已整改' if again else ''}"
    return {_STATE: GOING if verdict.what == "changed" or again else "", _SEEN: seen, _KEY: entry.key.text}


def _missed(verdict: Verdict, state: str) -> dict[str, str]:
    """What is written into the row of a former fault that was not found again."""
    if verdict.what == "among":
        reopened = {_STATE: GOING} if state == DONE else {}
        return {**reopened, _SEEN: "同一指标上还有这类问题，请人核对是哪一处"}
    if verdict.what == "gone":
        return {_STATE: DONE, _SEEN: "本次没有再查出"}
    return {_SEEN: f"本次未查：{verdict.reason}"}
