"""Finding, reading and keeping rule files: all rules of a run, from the cache when no file has changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from linter.errors import JxlintError
from linter.resources import content_key, read_cache, rules_dir, write_cache
from linter.rulebook.basis import Basis, read_basis
from linter.rulebook.rule import FAMILIES, Rule, Rulebook

_CODE = Path(__file__).parent


def rule_files(folder: Path) -> list[Path]:
    """The rule files under a folder, or the file itself. Data files of the pack (words, basis) are left out."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise JxlintError("没有这个规则文件夹或文件", path=str(folder))
    found = (path for suffix in ("*.yaml", "*.yml") for path in folder.rglob(suffix))
    return sorted(path for path in found if not _is_data(path.relative_to(folder)))


def _is_data(relative: Path) -> bool:
    return relative.name in ("basis.yaml", "basis.yml") or bool({"words", "profiles"} & set(relative.parts[:-1]))


def shipped_files() -> list[Path]:
    """The rule files of the pack: one folder for each family."""
    return [path for _, folder in FAMILIES.values() for path in sorted((rules_dir() / folder).glob("*.yaml"))]


def load(extra: tuple[Path, ...]) -> Rulebook:
    """The rulebook of the shipped rules and ``extra`` files or folders."""
    shipped = shipped_files()
    own = [path for folder in extra for path in rule_files(Path(folder))]
    texts = {path: path.read_bytes() for path in (*shipped, *own)}
    data = [*sorted(rules_dir().glob("words/*.yaml")), rules_dir() / "basis.yaml", *_own_data(extra)]
    name = f"rules-{_key(texts, data)}.json"
    kept = read_cache(name)
    if kept is not None:
        basis = {code: Basis(**entry) for code, entry in kept["basis"].items()}
        return Rulebook([Rule(plain) for plain in kept["rules"]], basis)
    book = _read(texts, set(shipped), extra)
    write_cache(
        name,
        {
            "rules": [rule.to_plain() for rule in book.rules.values()],
            "basis": {code: msgspec.structs.asdict(entry) for code, entry in book.basis.items()},
        },
    )
    return book


def _own_data(extra: Iterable[Path]) -> list[Path]:
    return [folder / "basis.yaml" for folder in map(Path, extra) if (folder / "basis.yaml").is_file()]


def _key(texts: dict[Path, bytes], data: list[Path]) -> str:
    """A key of every byte that the compiled rules depend on, and of our own code by size and time."""
    parts: list[str | bytes] = []
    for path, raw in texts.items():
        parts += [str(path), raw]
    parts += [path.read_bytes() for path in data if path.is_file()]
    parts += [f"{path.name} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in sorted(_CODE.rglob("*.py"))]
    return content_key(*parts)


def decode(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise JxlintError("规则文件不是 UTF-8 编码", path=str(path), advice="请另存为 UTF-8") from None


def _read(texts: dict[Path, bytes], shipped: set[Path], extra: tuple[Path, ...]) -> Rulebook:
    from linter.rulebook.loader import check_together, load_rule
    from linter.rulebook.words import load_words

    words = load_words()
    basis = load_basis(extra)
    rules = [
        load_rule(path, decode(raw, path), words=words, basis=basis, shipped=path in shipped)
        for path, raw in texts.items()
    ]
    check_together(rules)
    return Rulebook(rules, basis)


def load_basis(extra: tuple[Path, ...] = ()) -> dict[str, Basis]:
    """The bases of the pack and of the basis.yaml files of the user's own folders."""
    from linter.strictyaml import load as load_yaml

    result: dict[str, Basis] = {}
    for path in (rules_dir() / "basis.yaml", *_own_data(extra)):
        if path.is_file():
            for code, entry in read_basis(load_yaml(decode(path.read_bytes(), path), str(path)), str(path)).items():
                if code in result:
                    raise JxlintError(f"依据代码“{code}”已有", path=str(path), advice="请换一个代码")
                result[code] = entry
    return result
