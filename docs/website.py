"""Builds the documentation as a site: ``pip install -e ".[docs]" && python docs/website.py public``.

The pages of docs/, the handbook with an address for each rule (…/rules/KX01/, as ``linter.ground.addresses`` has it),
and the pages at the root of the project. A link that leads nowhere, or a rule without a page, ends it with 1.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from linter.ground.addresses import rule_page, site
from linter.rulebook import load_rulebook

ROOT = Path(__file__).resolve().parent.parent
#: Pages at the root of the project and their names in the site.
PAGES = {
    "README.md": "index.md",
    "README.en.md": "en.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "LICENSE": "LICENSE",
}
_LINK = re.compile(r"\]\(([^)#:\s]+)(#[^)\s]*)?\)")


def main(target: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="jxlint-docs-") as folder:
        gather(Path(folder))
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
        done = subprocess.run(
            [*command, "-f", str(ROOT / "docs" / "mkdocs.yml"), "-d", str(target.resolve())],
            env={**os.environ, "JXLINT_DOCS": site(), "JXLINT_DOCS_DIR": folder, "NO_MKDOCS_2_WARNING": "1"},
            check=False,
        )
    if done.returncode:
        return done.returncode
    start = urlsplit(site()).path
    missing = [
        rule
        for rule in load_rulebook().rules
        if not (target / unquote(urlsplit(rule_page(rule)).path.removeprefix(start)) / "index.html").is_file()
    ]
    for rule in missing:
        print(f"{rule}: no page at {rule_page(rule)}")
    pages = len(list(target.rglob("index.html")))
    print(f"{pages} pages in {target}")
    return 1 if missing else 0


def gather(folder: Path) -> None:
    """Everything the site is made of, with links as they hold there."""
    shutil.copytree(
        ROOT / "docs",
        folder,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("*.py", "mkdocs.yml", "__pycache__"),
    )
    shutil.copytree(ROOT / "examples", folder / "examples")
    for name, page in PAGES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        (folder / page).write_text(text, encoding="utf-8")
    for page in folder.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(_LINK.sub(_moved, text), encoding="utf-8")


def _moved(link: re.Match[str]) -> str:
    path = link[1]
    path = PAGES.get(path, path.removeprefix("docs/"))
    path = re.sub(r"^\.\./(examples/)", r"\1", path)
    return f"]({path}{link[2] or ''})"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
