"""Puts into the wheel what a first run would else have to make: compiled rules, their expressions as a Python module,
parse tables, units, word lists and patterns. But for that module they are the files that a run leaves in its cache
folder, and are checked like those before they are used.

Patterns depend on the version of Python: the one that builds is always among them, JXLINT_PYTHONS (paths with the
separator of PATH between them) names others that have the dependencies of jxlint installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledFiles(BuildHookInterface):
    PLUGIN_NAME = "custom"
    _folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # a checkout is changed all the time: it makes its own
            return
        self._folder = Path(tempfile.mkdtemp(prefix="jxlint-compiled-"))
        for python in [sys.executable, *filter(None, os.environ.get("JXLINT_PYTHONS", "").split(os.pathsep))]:
            self._fill(python, self._folder)
        for path in self._folder.iterdir():
            if path.name.startswith(("stamp-", "code-")):  # of the files, and of the Python, of this machine
                path.unlink()
            else:
                path.chmod(0o644)
        build_data["force_include"][str(self._folder)] = "linter/_data/compiled"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _fill(self, python: str, folder: Path) -> None:
        """Write the module of expressions, and check the examples with a cache folder that is still empty."""
        examples = sorted(map(str, (Path(self.root) / "examples").glob("*.txt")))
        self._run(python, folder, "linter.authoring.expressionmodule", str(folder / "expressions.py"))
        with tempfile.TemporaryDirectory(prefix="jxlint-office-") as office:  # so that its settings are read, too
            self._run(python, folder, "linter", "init", cwd=office)
            self._run(python, folder, "linter", "check", *examples, "--no-reasons", "--format", "json", cwd=office)

    def _run(self, python: str, folder: Path, module: str, *arguments: str, cwd: str | None = None) -> None:
        environment = {**os.environ, "JXLINT_CACHE_DIR": str(folder), "PYTHONPATH": self.root, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [python, "-m", module, *arguments],
            cwd=cwd or folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if not any(folder.glob("pack-*")):
            self.app.display_warning(f"{python}: nothing compiled for the wheel: {done.stderr[-500:]}")
