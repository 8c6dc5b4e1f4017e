"""Finding, reading and keeping rule files: all rules of a run, from the cache when no file has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from linter.ground.cache import content_key, read, write
from linter.ground.errors import JxlintError
from linter.ground.resources import data_root, rules_dir
from linter.language.terms import FILE, Terms, from_plain, read_terms, to_plain
from linter.language.wordlists import WordList, Words, load_words
from linter.rulebook.basis import Basis, read_basis
from linter.rulebook.profiles import Profiles, profile_files, read_profiles
from linter.rulebook.rule import FAMILIES, Rule, Rulebook

_CODE = (Path(__file__).parent, Path(__file__).parent.parent / "language")


def rule_files(folder: Path) -> list[Path]:
    """The rule files under a folder, or the file itself. Data files of the pack (words, basis) are left
    out."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise JxlintError("没有这个规则文件夹或文件", path=str(folder))
    if folder.resolve() == rules_dir().resolve():
        return shipped_files()
    found = (path for suffix in ("*.yaml", "*.yml") for path in folder.rglob(suffix))
    return sorted(path for path in found if not _is_data(path.relative_to(folder)))


def _is_data(relative: Path) -> bool:
    return relative.stem in ("basis", "terms") or bool({"words", "profiles"} & set(relative.parts[:-1]))


def shipped_files() -> list[Path]:
    """The rule files of the pack: one folder for each family."""
    return [path for _, folder in FAMILIES.values() for path in sorted((rules_dir() / folder).glob("*.yaml"))]


def load(extra: tuple[Path, ...]) -> Rulebook:
    """The rulebook of the shipped rules and ``extra`` files or folders (with their own words and bases)."""
    shipped = shipped_files()
    own = [path for folder in extra for path in rule_files(folder)]
    texts = {path: path.read_bytes() for path in (*shipped, *own)}
    words = own_words(extra)
    name = f"rules-{_key(texts, extra)}"
    kept = _kept(name, words)
    if kept is not None:
        return kept
    book = _read(texts, set(shipped), extra, words)
    write(
        name,
        {
            "rules": [rule.to_plain() for rule in book.rules.values()],
            "basis": {code: msgspec.structs.asdict(entry) for code, entry in book.basis.items()},
            "profiles": book.profiles.plain,
            "terms": to_plain(book.terms),
        },
    )
    return book


def _kept(name: str, words: Words | None) -> Rulebook | None:
    """The rulebook kept under this name; None when there is none, or one that is damaged."""
    kept: Any = read(name)
    try:
        basis = {code: Basis(**entry) for code, entry in kept["basis"].items()}
        rules = [Rule(plain, words) for plain in kept["rules"]]
        return Rulebook(rules, basis, Profiles(kept["profiles"]), from_plain(kept["terms"], words))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


class _OwnWords(Mapping[str, WordList]):
    """The word lists of the pack and of the user's folders, read when a rule first asks for one."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._lists: Words | None = None

    def _all(self) -> Words:
        if self._lists is None:
            self._lists = load_words(rules_dir() / "words", *self.folders)
        return self._lists

    def __getitem__(self, name: str) -> WordList:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def own_words(extra: Iterable[Path]) -> Words | None:
    """The word lists for rules of these folders; None when they bring none of their own."""
    folders = tuple(folder / "words" for folder in _own_folders(extra) if (folder / "words").is_dir())
    return _OwnWords(folders) if folders else None


def _own_data(extra: Iterable[Path]) -> list[Path]:
    return [path for folder in _own_folders(extra) if (path := folder / "basis.yaml").is_file()]


def _own_folders(extra: Iterable[Path]) -> list[Path]:
    """The user's folders, for a single file the folder around it; nothing inside the pack."""
    pack = rules_dir().resolve()
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in extra)
    return [folder for folder in folders if not folder.resolve().is_relative_to(pack)]


def _key(texts: dict[Path, bytes], extra: tuple[Path, ...]) -> str:
    """A key of every byte that the compiled rules depend on, and of our own code by size and time."""
    data = [*sorted(rules_dir().glob("words/*.yaml")), rules_dir() / "basis.yaml", *_own_data(extra)]
    data += [path for folder in _own_folders(extra) for path in sorted(folder.glob("words/*.yaml"))]
    data += [folder / FILE for folder in (rules_dir(), *_own_folders(extra))]
    data += [rules_dir() / "fields.yaml", *profile_files(_own_folders(extra))]
    parts: list[str | bytes] = []
    for path, raw in texts.items():
        parts += [str(path), raw]
    parts += [path.read_bytes() for path in data if path.is_file()]
    parts += [f"{path.name} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in _code()]
    return content_key(*parts)


def _code() -> list[Path]:
    code = [path for folder in _CODE for path in sorted(folder.rglob("*.py"))]
    return [*code, data_root() / "grammar" / "expression.lark"]


def decode(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise JxlintError("规则文件不是 UTF-8 编码", path=str(path), advice="请另存为 UTF-8") from None


def _read(
    texts: dict[Path, bytes], shipped: set[Path], extra: tuple[Path, ...], words: Words | None
) -> Rulebook:
    from linter.rulebook.loader import check_covers, check_together, load_rule

    basis = load_basis(extra)
    terms = own_terms(extra, words)
    rules = [
        load_rule(path, decode(raw, path), words=words, basis=basis, shipped=path in shipped)
        for path, raw in texts.items()
    ]
    check_together(rules)
    check_covers(rules)
    profiles = read_profiles(_own_folders(extra), (rule.id for rule in rules))
    return Rulebook(rules, basis, profiles, terms)


def own_terms(extra: Iterable[Path], words: Words | None) -> Terms:
    """The derived fields of the pack and of the terms.yaml files of the user's own folders, in use from now on."""
    return read_terms(_own_folders(extra), words)


def load_basis(extra: Iterable[Path] = ()) -> dict[str, Basis]:
    """The bases of the pack and of the basis.yaml files of the user's own folders."""
    from linter.ground.strictyaml import load as load_yaml

    result: dict[str, Basis] = {}
    for path in (rules_dir() / "basis.yaml", *_own_data(extra)):
        file = str(path)
        for code, entry in read_basis(load_yaml(decode(path.read_bytes(), path), file), file).items():
            if code in result:
                raise JxlintError(f"依据代码“{code}”已有", path=file, advice="请换一个代码")
            result[code] = entry
    return result
