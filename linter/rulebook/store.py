"""Finding, reading and keeping rule files: all rules of a run, from the cache when no file has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import sep
from pathlib import Path
from typing import Any

import msgspec

from linter.ground.cache import content_key, read, stamp, write
from linter.ground.errors import JxlintError
from linter.ground.resources import data_root, rules_dir
from linter.ground.shape import read as read_shape
from linter.ground.shape import read_text
from linter.ground.sources import digests, noted
from linter.language.terms import FILE, Terms, extended, from_plain, own_part, read_terms, to_plain
from linter.language.types import use_derived
from linter.language.wordlists import WordList, Words, load_words
from linter.rulebook.basis import Basis, read_basis
from linter.rulebook.keptrule import KeptRule, kept_form
from linter.rulebook.profiles import Profiles, profile_files, read_profiles
from linter.rulebook.rule import FAMILIES, Rule, Rulebook

#: The name under which the key of the pack is noted for a program that has neither sources nor rule files.
PACK_KEY = "pack"
_CODE = (Path(__file__).parent, Path(__file__).parent.parent / "language")
#: The pack that this process loaded last, under its name; one at most.
_held: dict[str, Rulebook] = {}


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
    return sorted(path for path in found if path.is_file() and not _is_data(path.relative_to(folder)))


def _is_data(relative: Path) -> bool:
    return relative.stem in ("basis", "terms") or bool({"words", "profiles"} & set(relative.parts[:-1]))


def shipped_files() -> list[Path]:
    """The rule files of the pack: one folder for each family."""
    return [path for _, folder in FAMILIES.values() for path in sorted((rules_dir() / folder).glob("*.yaml"))]


def load(extra: tuple[Path, ...]) -> Rulebook:
    """The rulebook of the shipped rules and ``extra`` files or folders (with their own words and bases).

    The pack is kept by itself, the user's own rules are kept one by one: to save one compiles one.
    """
    key = pack_key()
    pack = _pack(f"pack-{key}")
    own = [path for folder in extra for path in rule_files(folder) if not _is_shipped(path)]
    book = _Own(pack, key, extra).rulebook(own) if own or _own_data(extra) else pack
    if book.terms is not None:
        use_derived(book.terms)
    return book


class _KeptPack(msgspec.Struct):
    """The kept form of the pack. What is decoded later (rulebook/keptrule.py) is not copied out of the file's bytes."""

    rules: list[tuple[dict[str, Any], dict[str, memoryview], memoryview]]
    basis: dict[str, Any]
    profiles: dict[str, Any]
    terms: list[list[Any]]


def _pack(name: str) -> Rulebook:
    """The pack of this name, decoded once a process: who calls many times (a service, a notebook) gets the same."""
    if name not in _held:
        _held.clear()
        _held[name] = _kept_pack(name) or _compile_pack(name)
    return _held[name]


def _kept_pack(name: str) -> Rulebook | None:
    """The pack kept under this name; None when there is none, or one of another shape."""
    kept: Any = read(name, _KeptPack)
    if kept is None:
        return None
    root = f"{rules_dir()}{sep}"
    try:
        rules = [
            KeptRule([{**head, "path": f"{root}{head['path'].replace('/', sep)}"}, *more], None)
            for head, *more in kept.rules
        ]
        terms = from_plain(kept.terms)
        return Rulebook(rules, _bases(kept.basis), Profiles(kept.profiles), terms)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _compile_pack(name: str) -> Rulebook:
    from linter.rulebook.loader import check_covers, check_together, load_rule

    basis, terms = load_basis(), read_terms()
    rules = [
        load_rule(path, path.read_text(encoding="utf-8-sig"), words=None, basis=basis, shipped=True)
        for path in shipped_files()
    ]
    check_together(rules)
    check_covers(rules)
    book = Rulebook(rules, basis, read_profiles((), (rule.id for rule in rules)), terms)
    kept = [kept_form(rule) for rule in book.rules.values()]
    for head, *_ in kept:  # the same wherever the pack lies
        head["path"] = Path(head["path"]).relative_to(rules_dir()).as_posix()
    plain = {"rules": kept, "basis": _plain_bases(basis), "profiles": book.profiles.plain}
    write(name, {**plain, "terms": to_plain(terms)})
    return book


class _Own:
    """The user's rules beside the pack, kept one by one in one file: what has not changed is not compiled again.

    Shape of the file: ``shared`` is a key of all that every rule rests on, ``rules`` the rules by the key of their
    texts, ``basis`` and ``profiles`` those of pack and user together, ``terms`` the user's own.
    """

    def __init__(self, pack: Rulebook, pack_key: str, extra: tuple[Path, ...]) -> None:
        self._pack = pack
        self._extra = extra
        self._words = own_words(extra)
        self._shared = content_key(pack_key, *_parts(_own_data(extra)))
        self._name = f"own-{content_key(str(Path.cwd()), *map(str, extra))}"

    def rulebook(self, own: list[Path]) -> Rulebook:
        kept = self._kept()
        before = kept["rules"]
        texts = {path: read_text(path, "规则文件") for path in own}
        keys = {path: content_key(str(path), text) for path, text in texts.items()}
        if kept["basis"] is not None and set(keys.values()) == set(before):
            rules = [KeptRule(before[key], self._words) for key in keys.values()]
            everything = [*self._pack.rules.values(), *rules]
            terms = extended(self._pack.terms or {}, from_plain(kept["terms"], self._words))
            return Rulebook(everything, _bases(kept["basis"]), Profiles(kept["profiles"]), terms)
        return self._compiled(texts, keys, before)

    def _compiled(
        self, texts: Mapping[Path, str], keys: Mapping[Path, str], before: Mapping[str, Any]
    ) -> Rulebook:
        from linter.rulebook.loader import check_covers, check_together, load_rule

        basis = load_basis(self._extra) if _own_bases(self._extra) else self._pack.basis
        terms = read_terms(_own_folders(self._extra), self._words, self._pack.terms)
        rules: dict[str, Rule] = {}
        for path, text in texts.items():
            kept = before.get(keys[path])
            rules[keys[path]] = (
                KeptRule(kept, self._words)
                if kept
                else load_rule(path, text, words=self._words, basis=basis, shipped=False)
            )
        everything = [*self._pack.rules.values(), *rules.values()]
        check_together(everything)
        check_covers(everything)
        profiles = self._pack.profiles
        if len(profile_files(_own_folders(self._extra))) > len(profile_files(())):
            profiles = read_profiles(_own_folders(self._extra), (rule.id for rule in everything))
        book = Rulebook(everything, basis, profiles, terms)
        write(
            self._name,
            {
                "shared": self._shared,
                "rules": {key: kept_form(rule) for key, rule in rules.items()},
                "basis": _plain_bases(basis),
                "profiles": profiles.plain,
                "terms": to_plain(own_part(terms, self._pack.terms or {})),
            },
        )
        return book

    def _kept(self) -> dict[str, Any]:
        kept: Any = read(self._name)
        try:
            if kept["shared"] == self._shared:
                return {key: kept[key] for key in ("rules", "basis", "profiles", "terms")}
        except (KeyError, TypeError):
            pass
        return {"rules": {}, "basis": None, "profiles": None, "terms": []}


def _plain_bases(basis: Mapping[str, Basis]) -> dict[str, Any]:
    return {code: msgspec.structs.asdict(entry) for code, entry in basis.items()}


def _bases(plain: Mapping[str, Any]) -> dict[str, Basis]:
    return {code: Basis(**entry) for code, entry in plain.items()}


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
    """The files beside own rules on which all of them rest: bases, derived fields, words, profiles."""
    folders = _own_folders(extra)
    found = [
        path
        for folder in folders
        for path in (folder / "basis.yaml", folder / FILE, *sorted(folder.glob("words/*.yaml")))
    ]
    profiles = profile_files(folders)[len(profile_files(())) :]
    return [path for path in (*found, *profiles) if path.is_file()]


def _is_shipped(path: Path) -> bool:
    return path.resolve().is_relative_to(rules_dir().resolve())


def _own_folders(extra: Iterable[Path]) -> list[Path]:
    """The user's folders, for a single file the folder around it; nothing inside the pack."""
    pack = rules_dir().resolve()
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in extra)
    return [folder for folder in folders if not folder.resolve().is_relative_to(pack)]


def pack_key() -> str:
    """A key of every byte that the compiled pack depends on, our own code among them. It is worked out again when a
    file was touched."""
    known = noted(PACK_KEY)
    if known is not None:
        return known
    name = f"stamp-{content_key(str(rules_dir()))}"
    untouched = stamp([rules_dir(), data_root() / "grammar", *_CODE])
    kept: Any = read(name)
    if isinstance(kept, list) and len(kept) == 2 and kept[0] == untouched:
        return str(kept[1])
    data = [rules_dir() / name for name in ("basis.yaml", "fields.yaml", FILE)]
    data += [*sorted(rules_dir().glob("words/*.yaml")), *profile_files(())]
    code = [part for folder in _CODE for part in digests(folder)]
    grammar = data_root() / "grammar" / "expression.lark"
    key = content_key(*_parts([*shipped_files(), *data, grammar]), *code)
    write(name, [untouched, key])
    return key


def _parts(paths: Iterable[Path]) -> list[str | bytes]:
    return [part for path in paths for part in (path.name, path.read_bytes())]


def _own_bases(extra: Iterable[Path]) -> list[Path]:
    return [path for folder in _own_folders(extra) if (path := folder / "basis.yaml").is_file()]


def own_terms(extra: Iterable[Path], words: Words | None) -> Terms:
    """The derived fields of the pack and of the terms.yaml files of the user's own folders, in use from now on."""
    return read_terms(_own_folders(extra), words)


def load_basis(extra: Iterable[Path] = ()) -> dict[str, Basis]:
    """The bases of the pack and of the basis.yaml files of the user's own folders."""
    result: dict[str, Basis] = {}
    for path in (rules_dir() / "basis.yaml", *_own_bases(extra)):
        for code, entry in read_basis(read_shape(path, "依据文件")).items():
            if code in result:
                raise JxlintError(f"依据代码“{code}”已有", path=str(path), advice="请换一个代码")
            result[code] = entry
    return result
