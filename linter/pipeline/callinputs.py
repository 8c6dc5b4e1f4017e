"""What a call from Python is given, as inputs: paths, texts, records as dicts, data frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from linter.config import Configuration, Layer
from linter.ground.errors import JxlintError
from linter.pipeline.paths import Input, Problem, gather

if TYPE_CHECKING:
    import pandas

#: How a text and how data are named in findings that came without a file.
TEXT_NAME = "（文本）"
DATA_NAME = "（数据）"

#: A file, a folder or a text; several paths; records (dicts by the names that systems use); a data frame with a row an
#: indicator.
Source: TypeAlias = (
    "str | Path | Mapping[str, Any] | Iterable[str | Path] | Iterable[Mapping[str, Any]] | pandas.DataFrame"
)


def inputs_of(
    source: Source, config: str | Path | None, layer: Layer | None
) -> tuple[list[Input], list[Problem], Configuration]:
    """The inputs that a source means, what is wrong with its paths, and the configuration: the files beside a path as
    on the command line, for texts and data only the one that is named.

    Raises JxlintError for what is neither a path nor a text nor data.
    """
    if not (isinstance(source, str | Path | Mapping) or _is_frame(source)):
        source = _items(source)
    made = _without_file(source)
    if made is not None:
        return [made], [], Configuration(explicit=config, isolated=True, strongest=layer)
    configuration = Configuration(explicit=config, strongest=layer)
    paths = [str(source)] if isinstance(source, str | Path) else [str(path) for path in source]
    inputs, problems = gather(paths, excluded=configuration.excludes, set_aside=configuration.excludes_named)
    return list(inputs), problems, configuration


def _without_file(source: Any) -> Input | None:
    """The input of a text or of data; None for paths."""
    if isinstance(source, str):
        return Input(TEXT_NAME, source.encode("utf-8", "replace")) if _is_text(source) else None
    if isinstance(source, Path):
        return None
    if isinstance(source, Mapping):
        return _data([source])
    if _is_frame(source):
        return _data(_rows(source))
    return _data(source) if isinstance(source[0], Mapping) else None


def _items(source: Any) -> list[Any]:
    """A list of paths or of records. Raises JxlintError for anything else."""
    if not isinstance(source, Iterable) or isinstance(source, bytes):
        raise JxlintError(
            f"不能检查 {type(source).__name__}", advice="请给出路径、文字、字典、它们的列表或 DataFrame"
        )
    items = list(source)
    if not items:
        raise JxlintError("没有给出要检查的东西", advice="列表是空的，请给出路径或记录")
    records = sum(isinstance(item, Mapping) for item in items)
    if 0 < records < len(items):
        raise JxlintError("路径和字典不能混在一个列表里", advice="请分两次检查")
    for item in items:
        if not isinstance(item, str | Path | Mapping):
            raise JxlintError(
                f"列表里不能有 {type(item).__name__}", advice="每一项应是路径，或者都是字典（一条记录）"
            )
    return items


def _is_frame(source: Any) -> bool:
    """Whether this is a data frame, of pandas or of a library like it, without importing any."""
    return hasattr(source, "columns") and hasattr(source, "to_dict") and hasattr(source, "shape")


def _rows(frame: Any) -> list[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise JxlintError(f"DataFrame 里有重名的列：{'、'.join(twice)}", advice="请改名，一个名字一列")
    columns = [list(frame[name]) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _data(records: Sequence[Mapping[str, Any]]) -> Input:
    # Imported here: the command line has no use for it.
    import json

    plain = [_plain(record) for record in records]
    return Input(DATA_NAME, json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace"))


def _plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON holds it: what is missing (None, NaN, NaT) is null, what JSON knows no kind for is its text."""
    if depth > 100:
        raise JxlintError("数据一层套一层，套得太深", advice="请只给出记录本身")
    if isinstance(value, Mapping):
        return {str(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, depth + 1) for item in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    text = str(value)
    if text in ("<NA>", "NaT", "nan", "NaN"):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)  # a column with gaps makes 5 a 5.0
    # Days without a time of day, as a table shows them.
    return text.removesuffix(" 00:00:00")


def _is_text(given: str) -> bool:
    if any(sign in given for sign in "\n\t\r") or given.lstrip().startswith(("{", "[")):
        return True
    try:
        if Path(given).exists():
            return False
    except (OSError, ValueError):  # too long for a name, or with a null in it
        pass
    raise JxlintError(
        "既不是已有的文件，也不像表格的文字",
        path=given[:80],
        advice="请检查路径；表格的文字里应有换行或制表符",
    )
