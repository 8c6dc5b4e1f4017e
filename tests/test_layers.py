"""Imports point down only: the house stands as docs/design.md draws it."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "linter"
LAYERS = [
    {"ground"},
    {"model"},
    {"surroundings"},
    {"office", "values"},
    {"readers", "forms"},
    {"meaning"},
    {"language"},
    {"rulebook"},
    {"engine"},
    {"grading", "reasons", "suggesting"},
    {"config", "fixing", "reports"},
    {"authoring"},
    {"pipeline"},
    {"cli", "__main__", "__init__"},
]
FLOOR = {name: floor for floor, names in enumerate(LAYERS) for name in names}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
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
