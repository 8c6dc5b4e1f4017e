"""The report of many units in a real browser: what is pressed is what is shown, and it fits a narrow screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium import Drive

from linter.config import Configuration
from linter.pipeline.paths import Input
from linter.pipeline.run import run
from linter.reports.html import write
from linter.reports.view.choices import Options

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"

PRESSED = """(() => {
  const told = {};
  const count = () => Number(document.getElementById("shown").textContent.match(/[0-9]+/)[0]);
  const press = (at) => { document.querySelector(at).click(); return count(); };
  told.all = count();
  told.unit = press("[data-filter=unit][data-value='0']");
  told.units = Array.from(document.querySelectorAll(".form:not([hidden])"), (one) => one.dataset.u);
  told.back = press("[data-filter=unit][data-value='0']");
  told.cell = press("[data-filter=cell][data-value^='0|']");
  told.pressed = document.querySelectorAll(".rank [aria-pressed=true]").length;
  told.reset = press("#all");
  told.grade = press("[data-filter=grade]");
  told.grades = Array.from(document.querySelectorAll(".form:not([hidden])"), (one) => one.dataset.grade);
  press("#all");
  document.querySelector("[data-sort='1']").click();
  told.names = Array.from(document.querySelectorAll(".rank tbody th"), (one) => one.textContent);
  told.wide = [document.documentElement.scrollWidth, document.documentElement.clientWidth];
  return told;
})()"""


@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_units_grades_and_cells_filter(drive: Drive, tmp_path: Path, width: int, dark: bool) -> None:
    inputs = [
        Input(
            f"{unit}.txt",
            (EXAMPLES / f"table-{kind}.txt").read_bytes().replace("岭河县".encode(), unit.encode()),
        )
        for unit, kind in (("甲县", "faulty"), ("乙县", "good"), ("丙县", "faulty"))
    ]
    outcome = run(inputs, Configuration(isolated=True), answers=False)
    page = tmp_path / "报告.html"
    options = Options(data={item.path: item.data or b"" for item in inputs})
    page.write_text(write(outcome.report, outcome.rulebook, options), encoding="utf-8")
    shot = {"do": "shot", "path": str(tmp_path / "page.png"), "full": True}
    seen = drive(page.as_uri(), {"do": "run", "code": PRESSED}, shot, width=width, dark=dark)
    assert seen["errors"] == []
    assert len(seen["requests"]) == 1, "the page itself and nothing else"
    told = next(one["value"] for one in seen["seen"] if one["do"] == "run")
    assert told["all"] == told["back"] == told["reset"] == len(outcome.report.findings)
    assert 0 < told["cell"] < told["unit"] < told["all"]
    assert set(told["units"]) == {"0"}
    assert told["pressed"] == 1
    assert len(set(told["grades"])) == 1
    assert told["grade"] <= told["all"]
    names = [name[0] for name in told["names"]]
    assert names == sorted(names, key="丙甲乙".index), "in the order of pinyin"
    assert told["wide"][0] <= told["wide"][1]
