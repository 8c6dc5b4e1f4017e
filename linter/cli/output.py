"""What goes out: UTF-8 everywhere, except on a terminal of another Chinese encoding, and never a crash."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from linter.ground.batches import batches
from linter.reports.view.wording import clean, shorten

if TYPE_CHECKING:
    from linter.model import Report
    from linter.reports.view.choices import Options


_BATCH = 1 << 15
#: Notes on files that are said where the report goes to files.
_NOTES = 5


def prepare_streams() -> None:
    """Set the encodings of standard output and error. Characters that do not fit are spelt out."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=_encoding(stream), errors="backslashreplace")


def _encoding(stream: Any) -> str:
    chosen = stream.isatty() or os.environ.get("PYTHONIOENCODING")
    try:
        "表".encode(stream.encoding)
    except (LookupError, UnicodeEncodeError, TypeError):
        chosen = False
    return str(stream.encoding) if chosen else "utf-8"


def emit(text: str | Iterable[str], *, for_programs: bool = False, colour: bool | None = None) -> None:
    """Write to standard output; a long text may come in pieces. What programs read is UTF-8 whatever the terminal
    says."""
    buffer = getattr(sys.stdout, "buffer", None)
    pieces = [text] if isinstance(text, str) else batches(text, "", _BATCH)
    try:
        if for_programs and buffer is not None:
            sys.stdout.flush()
            for piece in pieces:
                buffer.write(piece.encode("utf-8", "backslashreplace"))
            buffer.flush()
        else:
            for piece in pieces:
                click.echo(piece, nl=False, color=colour)
    except BrokenPipeError:
        # The reader has seen enough (`| head`): leave without a word, and without a second try at exit.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        raise SystemExit(2) from None


def complain(message: str) -> None:
    click.echo(message, err=True)


def complain_about(problems: Iterable[tuple[str, str]]) -> None:
    """The list of what could not be checked, on standard error."""
    rows = list(problems)
    if rows:
        complain(f"有 {len(rows)} 处没有检查成：")
    for place, reason in rows:
        complain(f"  {shorten(clean(place), 300)}：{shorten(clean(reason), 600)}")


def is_terminal() -> bool:
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """The columns of the terminal, 100 where nobody knows. ``shutil`` knows as well, but brings archives along."""
    try:
        wish = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        wish = 0
    if wish > 0:
        return wish
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 100  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 100


def emit_saved(report: Report, paths: Iterable[str]) -> None:
    """What a run says whose report went to files: the totals, what was checked, and the files."""
    from linter.reports.view import runlines
    from linter.reports.view.outline import closing, settled, summary
    from linter.reports.view.yearlines import sentences

    said = [
        summary(report),
        *closing(report.checked, brief=True),
        *sentences(report),
        *runlines.sentences(report),
        *settled(report),
        *_first_notes(report),
    ]
    lines = [*said, *(f"报告已写入 {clean(path)}" for path in paths)]
    if is_terminal():
        from linter.reports.view.columns import wrap

        # Two columns are left for the marks that may hang over.
        room = max(terminal_width(), 40) - 2
        lines = [piece for line in lines for piece in wrap(line, room)]
    emit("".join(f"{line}\n" for line in lines))


def _first_notes(report: Report) -> list[str]:
    """What is to be said of files that were checked, a scanned page or a reason that settled nothing; of many only the
    first."""
    said = [f"说明：{clean(place)} {clean(message)}" for place, message in report.notes[:_NOTES]]
    rest = len(report.notes) - len(said)
    return [*said, f"还有这样的说明 {rest} 条，用 --format full 列出。"] if rest else said


def report_options(
    *, quiet: bool = False, infos: bool = False, statistics: bool = False, grade: bool = True
) -> Options:
    """The surroundings of a report: width of the terminal, colour unless NO_COLOR is set."""
    from linter.reports.view.choices import Options

    wanted = is_terminal() or bool(os.environ.get("FORCE_COLOR"))
    return Options(
        width=terminal_width(),
        colour=wanted and not os.environ.get("NO_COLOR"),
        quiet=quiet,
        infos=infos,
        statistics=statistics,
        grade=grade,
    )
