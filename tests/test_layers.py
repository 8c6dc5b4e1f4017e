"""Imports point down only: the house stands as docs/design.md draws it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "linter"
LAYERS = [
    {"ground"},
    {"model"},
    {"surroundings", "fileresult"},
    {"office", "values"},
    {"readers", "forms"},
    {"meaning"},
    {"language"},
    {"rulebook"},
    {"coverings", "evidence"},
    {"findings"},
    {"relocation"},
    {"precedents"},
    {"engine"},
    {"grading", "reasons", "suggesting"},
    {"auditing"},
    {"config", "fixing", "reports"},
    {"authoring"},
    {"pipeline"},
    {"serve"},
    {"cli", "__main__", "__init__"},
]
FLOOR = {name: floor for floor, names in enumerate(LAYERS) for name in names}


#: A line, or lines in brackets, that may be an import; indented or not.
_IMPORT = re.compile(r"^([ \t]*)((?:from[^\n]+import[ ]*\([^)]*\)|(?:from|import)\b[^\n]*))", re.MULTILINE)


def statements(path: Path, *, inside: bool = True) -> Iterator[ast.stmt]:
    """The imports of a module, those inside of functions and conditions among them or not. Only they are parsed: whole
    modules take seconds."""
    for indent, text in _IMPORT.findall(path.read_text(encoding="utf-8")):
        if indent and not inside:
            continue
        try:
            yield from ast.parse(text).body
        except SyntaxError:  # a line of prose
            continue


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in statements(path):
        names: list[str | None] = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            inside = node.module == "linter"
            names = [f"linter.{alias.name}" if inside else node.module for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name and name.startswith("linter.")}
    return found


def test_imports_point_down() -> None:
    upward = []
    for path in PACKAGE.rglob("*.py"):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        assert part in FLOOR, f"{path}: name its floor in LAYERS"
        for target in imports(path) - {part, "__version__"}:
            if FLOOR[target] >= FLOOR[part] and part not in {"__init__", "__main__"}:
                upward.append(f"{path.relative_to(PACKAGE)} -> {target}")
    assert not upward, upward


#: Floors inside the packages that have many rooms, lowest first; a room is a module or a folder, and ``folder.module``
#: stands on a floor of its own. Only what is imported when a module loads counts: what a function imports late is not
#: needed to build the house.
INSIDE: dict[str, list[set[str]]] = {
    "forms": [
        {"clean"},
        {"labelkeys", "row"},
        {"levelwords"},
        {"vocabulary"},
        {"head"},
        {"rows", "passes.runningtitles"},
        {"draft", "layouts", "leadlines"},
        {"passes", "tablebounds"},
        {"finder"},
    ],
    "language": [
        {"codestore", "habits", "meanings", "namedpatterns", "parsing", "plainform", "types", "wordlists"},
        {"terms", "functions.numbering", "functions.prices"},
        {"nodes", "sameness"},
        {"pointshares", "saidbefore", "moneyfields"},
        {"getters"},
        {"scope", "functions"},
        {"plaintree", "reach"},
        {"codewriter", "ownparts"},
        {"generated"},
        {"screencode"},
        {"named", "comparing"},
        {"calls", "expression", "literals"},
        {"checking", "templates", "visits"},
    ],
    "rulebook": [
        {"basis", "clauses", "conditions", "knownobjects", "lastyear", "pricelist", "profiles", "spots"},
        {"kind", "mercy"},
        {"arguments", "kinds", "plainargs"},
        {"inspection", "repair"},
        {"rule"},
        {"keptrule", "loader", "mend"},
        {"store"},
    ],
    "reports": [
        {"view"},
        {"csv", "xlsx", "github", "html", "json", "junit", "markdown", "plain", "rich", "sarif"},
        {"docx", "readout"},
        {"full", "ledger", "letter"},
    ],
}  # fmt: skip


def loaded_with(path: Path) -> set[str]:
    """The modules of the package that are imported when a module loads."""
    found: set[str] = set()
    for node in statements(path, inside=False):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if (PACKAGE.parent / f"{name.replace('.', '/')}.py").is_file()}


@pytest.mark.parametrize("package", INSIDE)
def test_imports_point_down_inside(package: str) -> None:
    floors = {room: floor for floor, rooms in enumerate(INSIDE[package]) for room in rooms}

    def room_of(module: str) -> str:
        parts = module.split(".")[2:]
        return ".".join(parts[:2]) if ".".join(parts[:2]) in floors else parts[0]

    upward = []
    for path in (PACKAGE / package).rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if path == PACKAGE / package / "__init__.py":
            continue
        here = room_of(module)
        assert here in floors, f"{module}: name its floor in INSIDE"
        for target in loaded_with(path):
            inside = target.startswith(f"linter.{package}.") and room_of(target) != here
            if inside and floors[room_of(target)] >= floors[here]:
                upward.append(f"{module} -> {target}")
    assert not upward, upward


#: Formats are named alike wherever they are read, changed and written.
FORMATS = {"xlsx", "docx", "html", "csv_", "csv", "text", "json", "pdf"}


def test_no_two_modules_share_a_name() -> None:
    homes: dict[str, list[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        folder = path.parent if path.name == "__init__.py" else None
        name = folder.name if folder else path.stem
        if name not in FORMATS and name != "__main__":
            homes.setdefault(name, []).append(path.relative_to(PACKAGE).as_posix())
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}
