"""A new rule file from the template: the next free id, the name checked, nothing overwritten."""

from __future__ import annotations

import re
from pathlib import Path

from linter.authoring.userschemas import RULE, schema_line, write_schema
from linter.ground.errors import JxlintError
from linter.ground.filesystem import save
from linter.ground.resources import rules_dir

#: Ids of rules outside jxlint's own folder begin here, so that rules shipped later never meet them.
FIRST_OWN = 901


def new_rule(family: str, name: str, folder: Path | None = None) -> Path:
    """Write the frame of a rule and return its path. ``family`` is an id prefix (KX), a Chinese name
    (可行性) or a folder name (feasibility); ``folder`` is where the file goes instead of ``rules/<family>``.

    Raises JxlintError for an unknown family, a name that is not kebab-case or is taken, and when the file
    cannot be written.
    """
    prefix, family_folder = _family(family)
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise JxlintError(
            f"规则名“{name}”不合要求", advice="请用小写英文和连字符，说出毛病是什么，如 late-payment"
        )
    own = folder if folder is not None else Path("rules") / family_folder
    taken = _taken([rules_dir(), folder if folder is not None else Path("rules")])
    if name in taken:
        raise JxlintError(f"已经有叫“{name}”的规则", advice="请换一个名字，或者修改已有的规则")
    shipped = own.absolute().is_relative_to(rules_dir().absolute())
    numbers = [int(found[1]) for each in taken if (found := re.fullmatch(rf"{prefix}(\d+)", each))]
    first = 1 if shipped else FIRST_OWN
    number = max([first - 1, *(each for each in numbers if shipped == (each < FIRST_OWN))]) + 1
    path = own / f"{prefix}{number:02}.yaml"
    line = f"# yaml-language-server: $schema=../../docs/{RULE}\n" if shipped else schema_line(RULE)
    text = line + template().replace("{id}", path.stem).replace("{name}", name)
    try:
        own.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise JxlintError("文件已经存在，没有改动它", path=str(path), advice="请换一个文件夹或名字")
        if not shipped:
            write_schema(RULE, own)
        save(path, text.encode())
    except OSError as error:
        raise JxlintError(
            f"写不了规则文件（{error.strerror or error}）", path=str(path), advice="请换一个有权限的文件夹"
        ) from None
    return path


def _taken(folders: list[Path]) -> set[str]:
    """Ids, names and file stems in use, read line by line: a half-written rule must not be in the way."""
    taken: set[str] = set()
    for path in (path for folder in folders if folder.is_dir() for path in folder.rglob("*.yaml")):
        taken.add(path.stem)
        text = path.read_text(encoding="utf-8", errors="replace")
        taken |= set(re.findall(r"^(?:id|name): *([\w-]+)", text, re.MULTILINE))
    return taken


def template() -> str:
    """The frame of a rule file, with ``{id}`` and ``{name}`` to fill."""
    return Path(__file__).with_name("rule-template.yaml").read_text(encoding="utf-8")


def _family(wish: str) -> tuple[str, str]:
    from linter.ground.nearest import nearest
    from linter.rulebook.rule import FAMILIES

    for prefix, (chinese, folder) in FAMILIES.items():
        if wish.strip().upper() == prefix or wish.strip() in {chinese, folder}:
            return prefix, folder
    known = [name for prefix, (chinese, folder) in FAMILIES.items() for name in (folder, prefix, chinese)]
    near = nearest(wish, known)
    listing = "、".join(f"{folder}（{prefix} {chinese}）" for prefix, (chinese, folder) in FAMILIES.items())
    raise JxlintError(
        f"没有“{wish}”这个类别", advice=f"{f'是不是想写“{near}”？' if near else ''}可用的有：{listing}"
    )
