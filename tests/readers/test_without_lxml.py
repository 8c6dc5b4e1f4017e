"""Reading, marking and correcting need neither lxml nor python-docx: a process that has none gives the same answers."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "forms"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixing"))

import fixing_files
import writers
import xlwt

from linter.model import Sheet
from linter.office.limits import DEFAULT
from linter.readers.text import sheets_of_text

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = """if True:
    import sys
    if {hidden}:
        class Nothing:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in ("lxml", "docx"):
                    raise ModuleNotFoundError(name)
        sys.meta_path.insert(0, Nothing())
    import json
    from pathlib import Path
    import linter
    from linter.config import Configuration
    from linter.pipeline import run
    from linter.pipeline.paths import Input
    from linter.pipeline.rounds import Fixer
    from linter.reports import render
    from linter.reports.view.choices import Options

    said = {{}}
    for path in sorted(Path({folder!r}).iterdir()):
        said[path.name] = [[f.rule, f.message, repr(f.place)] for f in linter.check(path).findings]
        if path.suffix in (".xlsx", ".docx"):
            fixed = Fixer(Configuration(isolated=True)).fix(Input(path.name, path.read_bytes()))
            said[path.name + " fixed"] = [len(fixed.mended), fixed.after.hex()]
        if path.suffix == ".xlsx":
            data = path.read_bytes()
            outcome = run([Input(path.name, data)], Configuration(isolated=True))
            options = Options(output=Path("a.xlsx"), data={{path.name: data}})
            said["marked"] = [render("xlsx", outcome.report, outcome.rulebook, options).hex(), options.notes]
    loaded = [name for name in ("lxml", "docx") if name in sys.modules]
    print(json.dumps([said, loaded]))
"""


def xls(sheet: Sheet) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("表")
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            page.write(row, column, cell.text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sheet = sheets_of_text((ROOT / "examples" / "table-faulty.txt").read_text(encoding="utf-8"), DEFAULT)[0]
    for suffix, write in {
        "txt": writers.text, "csv": writers.separated, "html": writers.html, "pdf": writers.pdf, "xls": xls,
    }.items():  # fmt: skip
        (tmp_path / f"form.{suffix}").write_bytes(write(sheet))
    (tmp_path / "form.xlsx").write_bytes(fixing_files.workbook())
    (tmp_path / "form.docx").write_bytes(fixing_files.document())
    return tmp_path


def answer(folder: Path, *, hidden: bool) -> list[object]:
    code = WORK.format(hidden=hidden, folder=str(folder))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    said: list[object] = json.loads(done.stdout)
    return said


@pytest.mark.slow
def test_the_same_answers_without(folder: Path) -> None:
    without, loaded = answer(folder, hidden=True)
    assert loaded == []
    assert isinstance(without, dict)
    findings = {name: said for name, said in without.items() if name.startswith("form.") and " " not in name}
    assert len(findings) == 7
    assert all(len(said) > 3 for said in findings.values())
    assert without["form.xlsx fixed"][0] > 3
    assert without["form.docx fixed"][0] > 3
    assert without["marked"][1] == []
    assert answer(folder, hidden=False) == [without, []]
