"""One self-contained page: the conclusion first, then the contents, then each form as it was printed, with what was
found beside the cell it stands in.

Nothing is loaded from outside (a content policy in the page says so), every text is escaped, and the page prints
without its controls. The page in the browser (``jxlint page``) shows the very same body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from linter import __version__
from linter.ground.ours import REPORT_MARK
from linter.model import Report
from linter.reports.html.bars import Bar, bars
from linter.reports.html.contents import contents
from linter.reports.html.digest import Digest, digest_of
from linter.reports.html.firstscreen import first_screen
from linter.reports.html.formsections import forms
from linter.reports.html.standingtable import standings
from linter.reports.view.basislines import cited, title_of
from linter.reports.view.choices import Options
from linter.reports.view.wording import SEVERITY, clean

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
#: A longer list of files is no help: the search finds their names.
_MOST_FILES = 300


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    """The report as a page."""
    return "".join(pieces(report, rulebook, options))


def pieces(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    """The same page, file by file."""
    yield (
        "<!DOCTYPE html>\n<html lang=zh-CN>\n<head>\n<meta charset=utf-8>\n"
        f'<meta name=generator content="{REPORT_MARK}">\n'
        '<meta name=viewport content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv=Content-Security-Policy content="{_POLICY}">\n'
        f"<title>预算绩效目标表检查结果</title>\n<style>\n{asset('view.css')}</style>\n</head>\n<body>\n"
        "<main id=result>\n<h1>预算绩效目标表检查结果</h1>\n"
    )
    yield from _inside(report, rulebook, options)
    yield (
        f"</main>\n<footer>jxlint {__version__}</footer>\n<script>\n{asset('view.js')}</script>\n</body>\n</html>\n"
    )


@cache
def asset(name: str) -> str:
    """The text of a file that lies here: view.css and view.js, which the page in the browser has, too."""
    return (_HERE / name).read_text(encoding="utf-8")


def body(report: Report, rulebook: Rulebook, options: Options) -> str:
    """The inside of the page, section by section; view.css and view.js belong to it."""
    return "".join(_inside(report, rulebook, options))


def _inside(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    page = digest_of(report, rulebook, options)
    for section in SECTIONS:
        made = section(page)
        yield from (f"{made}\n" if made else "",) if isinstance(made, str) else made


def _charts(page: Digest) -> str:
    """The most frequent faults; of a single form they stand on its table, and nothing is to be compared."""
    if page.roll.forms < 2:
        return ""
    drawn = ""
    for severity, name in SEVERITY.items():
        ranked = [(rule, count) for (grave, rule), count in page.rules.most_common() if grave == severity]
        drawn += bars(
            name,
            [
                Bar(f"{rule} {title_of(rule, page.rulebook)}", count, severity, "rule", rule)
                for rule, count in ranked
            ],
        )
    return (
        f"<details class=charts open><summary>哪些问题最多</summary><div>{drawn}</div></details>"
        if drawn
        else ""
    )


def _filters(page: Digest) -> str:
    if not page.rules:
        return ""
    totals: Counter[str] = Counter()
    for (severity, _), count in page.rules.items():
        totals[severity] += count
    boxes = "".join(
        f"<label class={code}><input type=checkbox name=severity value={code} checked> {name} {totals[code]}</label>"
        for code, name in SEVERITY.items()
    )
    file = ""
    if 1 < len(page.files) <= _MOST_FILES:
        options = "".join(f"<option>{escape(name)}" for name in sorted(map(clean, page.files)))
        file = f'<select id=file aria-label=文件><option value="">全部文件{options}</select>'
    return (
        f"<div class=filters role=search aria-label=筛选>{boxes}"
        f'<select id=rule aria-label=规则><option value="">全部规则{_rule_choices(page)}</select>{file}'
        "<input id=word type=search placeholder=查找单位、项目、文字 aria-label=查找单位、项目、文字>"
        "<label><input id=only type=checkbox> 只看有问题的行</label>"
        "<button type=button id=all hidden>全部显示</button><span id=shown role=status></span></div>"
    )


def _rule_choices(page: Digest) -> str:
    """The rules to choose from, by family: the page takes from here, too, of which family a rule is."""
    families: dict[str, list[str]] = {}
    for code in sorted({rule for _, rule in page.rules}):
        rule = page.rulebook.rules.get(code)
        line = f"<option value={escape(code)}>{escape(code)} {escape(title_of(code, page.rulebook))}"
        families.setdefault(rule.family if rule is not None else "其他", []).append(line)
    return "".join(
        f'<optgroup label="{escape(name)}">{"".join(lines)}</optgroup>' for name, lines in families.items()
    )


def _rules(page: Digest) -> str:
    """Why, and on what basis: once for each rule that found something."""
    counts: Counter[str] = Counter()
    for (_, code), count in page.rules.items():
        counts[code] += count
    parts = []
    for code in sorted(counts):
        rule = page.rulebook.rules.get(code)
        title = escape(title_of(code, page.rulebook))
        why = f"<p>为什么：{escape(clean(rule.why))}" if rule is not None and rule.why else ""
        basis = rule.basis if rule is not None else []
        based = f"<p>依据：{escape(cited(basis, page.rulebook))}" if basis else ""
        parts.append(
            f"<details id=r-{escape(code)} class=rule><summary>{escape(code)} {title}（{counts[code]} 处）</summary>"
            f"{why}{based}</details>"
        )
    return (
        f"<section class=rules><h2>这些规则为什么、依据什么</h2>{''.join(parts)}</section>" if parts else ""
    )


#: The page from top to bottom; each makes its part of the page, whole or piece by piece.
SECTIONS: tuple[Callable[[Digest], str | Iterator[str]], ...] = (
    first_screen, standings, _charts, contents, _filters, forms, _rules,
)  # fmt: skip
