"""Settings: globs, layers, the search for the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from yamldata import yaml_data

from linter.config import Configuration, Layer, Settings, Wish, merge
from linter.config.keys import KEYS
from linter.ground.errors import JxlintError
from linter.ground.globs import matches

GLOBS = yaml_data(Path(__file__).with_name("globs.yaml"))


@pytest.mark.parametrize("case", GLOBS, ids=lambda case: case["pattern"])
def test_glob(case: dict[str, Any]) -> None:
    assert [path for path in case["fits"] if not matches(path, case["pattern"])] == []
    assert [path for path in case["not"] if matches(path, case["pattern"])] == []


def layer(**wishes: Any) -> Layer:
    return Layer({key.replace("_", "-"): Wish(value, "here") for key, value in wishes.items()})


def test_nothing_asked_is_the_default() -> None:
    assert merge([]) == Settings()
    for key in KEYS:  # the list of keys and the fields of Settings say the same
        assert getattr(Settings(), key.field) == key.default


def test_the_last_layer_wins_and_ignores_add_up() -> None:
    settings = merge(
        [
            layer(select=("WZ",), ignore=("WZ08",), year=2024, fail_on="info", limits={"size": 1, "line": 2}),
            layer(ignore=("WZ09", "WZ08"), year=2025, limits={"size": 3}),
        ]
    )
    assert settings == Settings(
        select=("WZ",), ignore=("WZ08", "WZ09"), year=2025, fail_on="info", limits=(("line", 2), ("size", 3))
    )


def test_a_stronger_select_starts_afresh() -> None:
    settings = merge([layer(select=("WZ",), ignore=("XG03",)), layer(select=("XG",), ignore=("XG04",))])
    assert (settings.select, settings.ignore) == (("XG",), ("XG04",))


def test_settings_with_equal_values_are_judged_together() -> None:
    one, other = merge([layer(year=2025)]), merge([Layer({"year": Wish(2025, "elsewhere")})])
    assert one == other and hash(one) == hash(other)


def test_the_nearest_file_holds_alone(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "jxlint.yaml").write_text("year: 2024\nignore: [KX01]\n", encoding="utf-8")
    (tmp_path / "a" / "jxlint.yaml").write_text("year: 2025\n", encoding="utf-8")
    configuration = Configuration()
    assert configuration.settings(tmp_path / "x.txt").year == 2024
    below = configuration.settings(tmp_path / "a" / "b" / "x.txt")
    assert (below.year, below.ignore) == (2025, ())
    assert Configuration(isolated=True).settings(tmp_path / "x.txt") == Settings()


def test_jxlint_yaml_goes_before_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.jxlint]\nyear = 2023\n", encoding="utf-8")
    assert Configuration().settings(tmp_path / "x.txt").year == 2023
    (tmp_path / "jxlint.yaml").write_text("\ufeffyear: 2024\n", encoding="utf-8")
    assert Configuration().settings(tmp_path / "x.txt").year == 2024


@pytest.mark.parametrize(
    "text", ["[tool]\njxlint = {year = 2022}", "[tool.'jxlint']\nyear = 2022", "tool.jxlint.year = 2022"]
)
def test_every_spelling_of_a_toml_table(text: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert Configuration().settings(tmp_path / "x.txt").year == 2022


FAULTY = [
    "- a",
    "text",
    "select: {a: b}",
    "select: [1]",
    "exclude: [[a]]",
    "overrides: {files: [a]}",
    "overrides: [a]",
    "overrides: [{ignore: [a]}]",
    "limits: [size]",
    "limits: {siz: 1}",
    "limits: {size: 0}",
    "limits: {size: many}",
    "year: true",
    "year: 1900",
    "fail-on: [error]",
    "select: [a]\nselect: [b]",
    "fail-on: off",
]


@pytest.mark.parametrize("text", FAULTY)
def test_faulty_files_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "jxlint.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(JxlintError) as caught:
        Configuration().settings(tmp_path / "x.txt")
    assert caught.value.path and caught.value.path.endswith("jxlint.yaml") and caught.value.line


def test_an_empty_file_asks_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "jxlint.yaml").write_text("# 以后再写\n", encoding="utf-8")
    assert Configuration().settings(tmp_path / "x.txt") == Settings()


def test_wrong_encoding(tmp_path: Path) -> None:
    (tmp_path / "jxlint.yaml").write_bytes("exclude: [草稿]".encode("gb18030"))
    with pytest.raises(JxlintError, match="UTF-8"):
        Configuration().settings(tmp_path / "x.txt")
