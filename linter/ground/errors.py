"""The one error that users see: a Chinese sentence, and the place it speaks of. And how a run ends at Ctrl-C."""

from __future__ import annotations


class JxlintError(Exception):
    """Something the user has to mend before jxlint can go on. The command line prints it and ends with 2.

    ``path`` is the file, ``line`` and ``column`` count from 1 (None where they mean nothing), ``advice``
    says what to do about it.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        advice: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.advice = advice

    def __str__(self) -> str:
        where = self.path or ""
        if self.line is not None:
            where += f":{self.line}"
            if self.column is not None:
                where += f":{self.column}"
        text = f"{where}：{self.message}" if where else self.message
        return f"{text}。{self.advice}" if self.advice else text


class NoTable(JxlintError):
    """A file that holds no table at all: empty, a presentation, data of another kind. Lenient runs pass it by."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in a run. ``done`` files are on disk, where a run with the same words finds them if ``kept``."""

    def __init__(self, done: int, kept: bool) -> None:
        super().__init__()
        self.done = done
        self.kept = kept


def unforeseen(doing: str, error: Exception) -> str:
    """The sentence for a fault of the program itself (``doing``: 读取, 检查) over one file."""
    told = f"{type(error).__name__}：{error}" if str(error) else type(error).__name__
    return f"{doing}时程序出错（{told}）。请把这个文件和这句话一起报告给维护者"
