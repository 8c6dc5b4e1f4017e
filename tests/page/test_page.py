"""The page in a real browser: the same findings as the command line, and nothing asked for over the network."""

from __future__ import annotations

import functools
import http.server
import io
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import Drive

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "forms"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixing"))

import fixing_files
import writers
import xlwt

from linter.model import Sheet
from linter.readers import read

pytestmark = pytest.mark.slow
READY = {"do": "ready"}


def command_line(*arguments: str, at: Path) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "linter", *arguments], cwd=at, capture_output=True, check=False
    )
    assert done.returncode in (0, 1, 2), done.stderr
    return done.stdout


def findings(path: Path) -> Any:
    told = command_line("check", path.name, "--no-config", "--no-reasons", "--format", "json", at=path.parent)
    return same(json.loads(told))


def same(told: Any) -> Any:
    """What a report says of a table. Why a rule over many files did not run depends on what is installed."""
    told["checked"]["not_run"] = [one["rule"] for one in told["checked"]["not_run"]]
    return told


def without_reasons(page: Path) -> str:
    return re.sub(r"跨文件的规则[^）<]*", "", page.read_text("utf-8"))


def check(*paths: Path) -> dict[str, Any]:
    return {"do": "files", "paths": [str(path) for path in paths]}


def download(kind: str, path: Path) -> dict[str, Any]:
    return {"do": "download", "at": f"#downloads button[data-kind={kind}]", "path": str(path)}


@pytest.fixture(scope="session")
def page(built: Path) -> str:
    return (built / "jxlint.html").as_uri()


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(built / "site"))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def xls(sheet: Sheet) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    tab = book.add_sheet("表")
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            tab.write(row, column, cell.text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def tables(tmp_path: Path, examples: Path) -> list[Path]:
    """The same form in every format, and a workbook and a document with faults that can be mended."""
    sheet = read("表.txt", data=(examples / "table-faulty.txt").read_bytes()).sheets[0]
    made = {
        "xlsx": writers.xlsx, "xls": xls, "docx": writers.docx, "csv": writers.separated, "html": writers.html,
        "pdf": writers.pdf, "txt": writers.text,
    }  # fmt: skip
    for suffix, write in made.items():
        (tmp_path / f"表.{suffix}").write_bytes(write(sheet))
    (tmp_path / "待修.xlsx").write_bytes(fixing_files.workbook())
    (tmp_path / "待修.docx").write_bytes(fixing_files.document())
    return sorted(tmp_path.iterdir())


def test_the_same_findings_in_every_format(
    page: str, drive: Drive, tables: list[Path], examples: Path, tmp_path: Path
) -> None:
    paths = [*sorted(examples.glob("*.txt")), *tables]
    steps = [READY]
    for number, path in enumerate(paths):
        steps += [check(path), download("json", tmp_path / f"told-{number}.json")]
    seen = drive(page, *steps)
    assert seen["errors"] == []
    for number, path in enumerate(paths):
        told = same(json.loads((tmp_path / f"told-{number}.json").read_bytes()))
        assert told == findings(path), path.name
        assert told["checked"]["forms"] > 0


def test_downloads_are_what_the_command_line_writes(
    page: str, drive: Drive, tables: list[Path], tmp_path: Path
) -> None:
    table = next(path for path in tables if path.name == "待修.xlsx")
    out = tmp_path / "out"
    out.mkdir()
    steps = [download(kind, out / f"{kind}.bin") for kind in ("html", "csv", "marked", "fixed")]
    seen = drive(page, READY, check(table), *steps)
    names = [one["value"] for one in seen["seen"] if one["do"] == "download"]
    assert names == ["检查报告.html", "检查报告.csv", "待修-标注.xlsx", "待修-修正.xlsx"]
    mine = ["check", table.name, "--no-config", "--no-reasons"]
    command_line(*mine, "--output", "a.html", "--output", "a.csv", "--output", "a.xlsx", at=table.parent)
    assert without_reasons(out / "html.bin") == without_reasons(table.parent / "a.html")
    assert (out / "csv.bin").read_bytes() == (table.parent / "a.csv").read_bytes()
    assert parts(out / "marked.bin") == parts(table.parent / "a.xlsx")
    command_line("fix", table.name, "--no-config", "--output", "b.xlsx", at=table.parent)
    assert parts(out / "fixed.bin") == parts(table.parent / "b.xlsx")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_nothing_is_asked_for_from_a_file(page: str, drive: Drive, examples: Path, served: str) -> None:
    tried = f"fetch('{served}').then(() => 'asked', () => 'refused')"
    seen = drive(page, READY, check(examples / "table-faulty.txt"), {"do": "run", "code": tried})
    assert seen["status"][0] == "checked"
    assert seen["seen"][-1]["value"] == "refused"
    assert [one for one in seen["requests"] if one != page and not one.startswith("blob:null/")] == []


def test_a_server_is_asked_for_the_page_and_its_parts(
    built: Path, served: str, drive: Drive, examples: Path, tmp_path: Path
) -> None:
    table = examples / "table-faulty.txt"
    seen = drive(served, READY, check(table), download("json", tmp_path / "a.json"))
    assert same(json.loads((tmp_path / "a.json").read_bytes())) == findings(table)
    own = {served, *(served + path.name for path in (built / "site").glob("*.bin"))}
    assert {one for one in seen["requests"] if not one.startswith("blob:")} <= own


def test_one_file_is_small_enough(built: Path) -> None:
    assert (built / "jxlint.html").stat().st_size <= 14_000_000


def test_files_that_cannot_be_read_are_named_and_the_rest_is_checked(
    page: str, drive: Drive, examples: Path, tmp_path: Path
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\3\4 broken")
    (tmp_path / "空.txt").write_bytes(b"")
    told = "[document.querySelector('.unread').textContent, document.querySelectorAll('.form').length]"
    files = [tmp_path / "坏.xlsx", tmp_path / "空.txt", examples / "table-good.txt"]
    seen = drive(page, READY, check(*files), {"do": "run", "code": told})
    text, forms = seen["seen"][-1]["value"]
    assert "坏.xlsx：" in text
    assert "空.txt：" in text
    assert forms == 2


#: A table as it comes from the clipboard, and one that is dropped on the page.
PASTED = """(() => {
  const data = new DataTransfer();
  data.setData("text/plain", TEXT);
  document.body.dataset.state = "ready";
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
})()"""
DROPPED = """(() => {
  const data = new DataTransfer();
  data.items.add(new File([TEXT], "拖来的.txt"));
  document.body.dataset.state = "ready";
  document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
})()"""


def test_tables_are_pasted_and_dropped(page: str, drive: Drive, examples: Path) -> None:
    text = json.dumps((examples / "table-faulty.txt").read_text(encoding="utf-8"))
    name = {"do": "run", "code": "document.querySelector('.form .file').textContent"}
    steps: list[dict[str, Any]] = []
    for code in (PASTED, DROPPED):
        steps += [{"do": "run", "code": code.replace("TEXT", text)}, {"do": "settled"}, name]
    seen = drive(page, READY, *steps)
    told = [one["value"] for one in seen["seen"] if one["do"] == "run" and one.get("value")]
    assert told == ["粘贴的表.txt", "拖来的.txt"]
    assert seen["errors"] == []


#: Works the filters of a checked page; what is then shown.
FILTERS = """(() => {
  const shown = () => Array.from(document.querySelectorAll(".f")).filter((card) => !card.hidden).length;
  const change = (id, value) => { const one = document.getElementById(id); one.value = value;
    one.dispatchEvent(new Event(id === "word" ? "input" : "change")); };
  const told = { all: shown() };
  change("rule", document.querySelector(".f.error").dataset.r); told.rule = shown(); change("rule", "");
  change("word", "走教"); told.word = shown(); change("word", "没有这样的字"); told.none = shown(); change("word", "");
  const box = document.querySelector("input[value=info]"); box.click(); told.severe = shown(); box.click();
  document.querySelector(".bar").click(); told.bar = shown();
  document.getElementById("all").click(); told.again = shown();
  location.hash = "#" + document.querySelector(".f.error").id;
  return told;
})()"""


def test_filters_and_anchors(page: str, drive: Drive, examples: Path) -> None:
    table = examples / "table-faulty.txt"
    focus = "new Promise((done) => setTimeout(() => done(document.activeElement.className), 300))"
    seen = drive(page, READY, check(table), {"do": "run", "code": FILTERS}, {"do": "run", "code": focus})
    told, focused = (one["value"] for one in seen["seen"] if one["do"] == "run")
    counts = [one["severity"] for one in findings(table)["findings"]]
    assert told["all"] == told["again"] == len(counts)
    assert told["severe"] == len(counts) - counts.count("info")
    assert 0 < told["rule"] < told["all"]
    assert 0 < told["bar"] < told["all"]
    assert 0 < told["word"] < told["all"]
    assert told["none"] == 0
    assert focused == "f error"


#: What somebody meets who sees nothing: controls without a name, images, tables, the language.
NAMELESS = """Array.from(document.querySelectorAll("input, select, button, a[href], progress, summary")).filter((one) =>
  !(one.textContent.trim() || one.getAttribute("aria-label") || (one.labels && one.labels.length)))
  .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_it_fits_and_can_be_worked_by_keyboard(
    page: str, drive: Drive, width: int, dark: bool, tmp_path: Path
) -> None:
    walked = "document.activeElement.id"
    wide = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    back = "getComputedStyle(document.body).backgroundColor"
    seen = drive(
        page, READY,
        {"do": "press", "key": "Tab"}, {"do": "run", "code": walked},
        {"do": "press", "key": "Tab"}, {"do": "run", "code": walked},
        {"do": "run", "code": "document.body.dataset.state = 'waiting'"},
        {"do": "press", "key": "Enter"}, {"do": "checked"}, {"do": "run", "code": walked},
        {"do": "run", "code": NAMELESS}, {"do": "run", "code": wide}, {"do": "run", "code": back},
        {"do": "shot", "path": str(tmp_path / "page.png"), "full": True}, width=width, dark=dark,
    )  # fmt: skip
    first, second, _, after, nameless, (scroll, client), background = (
        one["value"] for one in seen["seen"] if one["do"] == "run"
    )
    assert [first, second, after] == ["files", "sample", "result"]
    assert nameless == []
    assert scroll <= client
    assert background == ("rgb(24, 24, 28)" if dark else "rgb(255, 255, 255)")
    assert seen["errors"] == []
