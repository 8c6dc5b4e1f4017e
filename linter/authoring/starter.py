"""What an office begins with: a settings file to fill in, and the hook that checks before each commit."""

from __future__ import annotations

import datetime
from pathlib import Path

from linter.authoring.userschemas import CONFIG, REASONS, write_schema
from linter.config.search import YAML_NAME
from linter.ground.errors import JxlintError
from linter.ground.filesystem import save

HOOK_NAME = ".pre-commit-config.yaml"
_HOOK = """\
# 提交前检查：装好 pre-commit 后运行一次 pre-commit install
repos:
  - repo: local
    hooks:
      - id: jxlint
        name: jxlint 绩效目标表检查
        entry: jxlint check --lenient --force-exclude
        language: system
        require_serial: true
        files: {files}
"""
#: The files that hooks look at: those that may hold a form, without data of systems.
HOOK_FILES = r"\.(xlsx|xlsm|xlsb|xls|et|ods|docx|doc|wps|odt|rtf|pdf|html?|csv|tsv|txt)$"


def begin(folder: Path, *, hook: bool = False) -> list[Path]:
    """Write jxlint.yaml (and with ``hook`` the settings of pre-commit) into a folder, and return the files written.

    Raises JxlintError, before anything is written, where one of them is there already or the folder is none.
    """
    wanted = {folder / YAML_NAME: _settings(datetime.date.today())}
    if hook:
        wanted[folder / HOOK_NAME] = _HOOK.replace("{files}", HOOK_FILES)
    if not folder.is_dir():
        raise JxlintError("没有这个文件夹", path=str(folder), advice="请检查路径是否写对")
    for path in wanted:
        if path.exists():
            raise JxlintError("文件已经有了，没有改动它", path=str(path), advice="请直接改它，或者先移走")
    try:
        for name in (CONFIG, REASONS):
            write_schema(name, folder)
        for path, text in wanted.items():
            save(path, text.encode())
    except OSError as error:
        raise JxlintError(
            f"写不进去（{error.strerror or error}）", path=str(folder), advice="请检查文件夹的权限"
        ) from None
    return list(wanted)


def _settings(today: datetime.date) -> str:
    template = Path(__file__).with_name("config-template.yaml").read_text(encoding="utf-8")
    return template.replace("{year}", str(today.year))
