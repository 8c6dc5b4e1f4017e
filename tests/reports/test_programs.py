"""Formats opened by the programs they are meant for: browser, parser, spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from office import browse, convert, needs_chromium, needs_office
from report_samples import BOOK, HOSTILE, finding
from test_golden import small

import linter
from linter.model import Place, Report
from linter.reports import write
from linter.reports.view.choices import Options


def hostile(*more: str) -> Report:
    """A finding for every hostile text, each in every field that comes out of a file."""
    made = small()
    made.findings += [
        finding(
            text=text, mark=None, message=text, advice=text, project=text, form_title=text, indicator=text, file=text,
            form=1, place=Place(sheet=text, cell="A1"),
        )
        for text in (*HOSTILE, *more)
    ]  # fmt: skip
    return made


def test_junit_is_xml_with_sums_that_hold() -> None:
    root = ElementTree.fromstring(write("junit", hostile(), BOOK, Options()).encode("utf-8"))
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        assert int(suite.get("failures", "")) == sum(case.find("failure") is not None for case in cases)
        assert int(suite.get("errors", "")) == sum(case.find("error") is not None for case in cases)
    printed = "".join(root.itertext())
    assert "<script>alert(1)</script> ]]>" in printed and "\x1b" not in printed


def test_junit_tells_of_a_broken_file_once(tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\3\4")
    (suite,) = ElementTree.fromstring(write("junit", linter.check(path), BOOK, Options()).encode("utf-8"))
    assert [suite.get(name) for name in ("tests", "failures", "errors")] == ["1", "0", "1"]
    assert "已经损坏" in suite[0][0].get("message", "")


def test_csv_is_a_table_without_formulas() -> None:
    text = write("csv", hostile(), BOOK, Options())
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert {len(row) for row in rows} == {len(rows[0])} and len(rows) == 1 + len(hostile().findings)
    assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in ("=", "+", "@")]


@pytest.mark.slow
@needs_office
def test_csv_in_a_spreadsheet(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "结果.csv"
    path.write_bytes(write("csv", hostile(), BOOK, Options()).encode("utf-8", "backslashreplace"))
    made = convert(path, "xlsx:Calc MS Excel 2007 XML", tmp_path, "--infilter=CSV:44,34,UTF8")
    cells = [cell for row in load_workbook(made).active.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert cells[0].value == "文件" and any(cell.value == "完成时间" for cell in cells)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server that only remembers what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


#: Runs in the page: works every filter, and leaves what is then shown in the title.
PROBE = """
<script>
window.addEventListener("load", function () {
  function shown() { return Array.from(document.querySelectorAll(".f")).filter(function (card) {
    return card.offsetParent !== null; }).map(function (card) {
    return card.dataset.r + "/" + card.dataset.s; }); }
  function rows() { return Array.from(document.querySelectorAll("tr.r")).filter(function (row) {
    return row.offsetParent !== null && getComputedStyle(row).visibility !== "collapse"; }).length; }
  function set(id, value) { var control = document.getElementById(id); control.value = value;
    control.dispatchEvent(new Event(id === "word" ? "input" : "change")); }
  function tick(one) { one.checked = !one.checked; one.dispatchEvent(new Event("change")); }
  var told = { all: shown(), rows: rows(), scripts: window.ran || 0 };
  set("rule", "KX04"); told.rule = shown(); set("rule", "");
  var file = document.getElementById("file").options[1].value;
  set("file", file); told.file = shown(); told.named = file; set("file", "");
  set("word", "不是目标值"); told.word = shown(); set("word", "");
  var only = document.getElementById("only"); tick(only); told.only = rows(); tick(only);
  var info = document.querySelector("input[name=severity][value=info]"); tick(info); told.severe = shown(); tick(info);
  told.again = shown(); told.count = document.getElementById("shown").textContent;
  told.wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  document.title = JSON.stringify(told);
});
</script></body>
"""


def probe(page: Path, folder: Path, *more: str) -> tuple[dict[str, Any], str]:
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", PROBE), encoding="utf-8")
    done = browse(page, folder, "--dump-dom", *more)
    title = re.search("<title>(.*?)</title>", done.stdout, re.S)
    assert title is not None
    return json.loads(title[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")), done.stderr


@needs_chromium
def test_filters_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "结果.html"
    page.write_text(write("html", small(), BOOK, Options()), encoding="utf-8")
    told, messages = probe(page, tmp_path)
    assert sorted(told["all"]) == ["GF01/info", "KX01/error", "KX04/warning"] == sorted(told["again"])
    assert told["rule"] == ["KX04/warning"] == told["word"] and told["count"] == "显示 3 处"
    assert told["named"] == "乙.xlsx" and told["file"] == ["KX04/warning"]
    assert (
        told["rows"] == 9 and told["only"] == 1 and sorted(told["severe"]) == ["KX01/error", "KX04/warning"]
    )
    assert "CONSOLE" not in messages, "a script error"


@needs_chromium
@pytest.mark.parametrize("window", ["390,844", "1280,900"])
def test_a_hostile_page_asks_nobody_runs_nothing_and_fits(
    tmp_path: Path, window: str, listener: tuple[str, list[str]]
) -> None:
    address, asked = listener
    attacks = (
        f"<img src={address}/a>", f"\"><script>window.ran=1;fetch('{address}/b')</script>",
        f"<link rel=stylesheet href={address}/c>", f"'><svg onload=fetch('{address}/d')>",
        f"</title><iframe src={address}/e></iframe>", f"<style>body{{background:url({address}/f)}}</style>",
        "{{ 7*7 }}{% raw %}", "javascript:window.ran=1",
    )  # fmt: skip
    page = tmp_path / "结果.html"
    text = write("html", hostile(*attacks), BOOK, Options())
    page.write_bytes(text.encode("utf-8", "backslashreplace"))
    told, messages = probe(page, tmp_path, f"--window-size={window}")
    assert asked == [] and told["scripts"] == 0 and "CONSOLE" not in messages
    assert not told["wide"], "wider than the window"
    assert "{{ 7*7 }}" in text, "not a template of ours"


@needs_chromium
def test_the_page_prints_without_its_controls(tmp_path: Path) -> None:
    page, paper = tmp_path / "结果.html", tmp_path / "结果.pdf"
    page.write_text(write("html", small(), BOOK, Options()), encoding="utf-8")
    browse(page, tmp_path, f"--print-to-pdf={paper}")
    with closing(pypdfium2.PdfDocument(paper)) as sheets:
        # Fonts give radicals for some characters: ⽬ for 目.
        texts = (sheet.get_textpage().get_text_range() for sheet in sheets)
        printed = unicodedata.normalize("NFKC", "".join(texts))
    assert (
        "预算绩效目标表检查结果" in printed and "全部规则" not in printed and "只看有问题的行" not in printed
    )


def test_the_page_names_no_outside_address() -> None:
    text = write("html", small(), BOOK, Options())
    outside = re.findall(r"""(?:src|href|action|data)\s*=\s*(?!["']?#)["']?[^\s>]+|url\(|@import""", text)
    assert outside == [] and "default-src 'none'" in text
