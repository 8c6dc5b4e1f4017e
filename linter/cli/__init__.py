"""The command line. Commands only translate options into calls and results into text."""

from __future__ import annotations

_INTERRUPTED = 130


def main() -> None:
    """The entry point of the command ``jxlint``."""
    try:
        ours = _end_at_interrupt()
        from linter.ground.collector import collect_seldom

        collect_seldom()
        from linter.cli.libraries import import_click, import_standard

        import_standard()
        import_click()
        from linter.cli.root import root

        if ours:
            _interrupt_again_as_usual()
        status = root(prog_name="jxlint", standalone_mode=False)
    except KeyboardInterrupt:  # within the imports: what comes later says so itself
        import sys

        status = _INTERRUPTED
        sys.stderr.buffer.write("已中断\n".encode())
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    _leave(status)


def _end_at_interrupt() -> bool:
    """Ctrl-C from now on ends the process at once, if it is not ignored. The usual exception is lost when it falls into
    one of the callbacks of Python's import system, and nothing has been opened yet that an end at once could harm."""
    import os
    import signal

    def end(_number: int, _frame: object) -> None:
        os.write(2, "已中断\n".encode())
        os._exit(_INTERRUPTED)

    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return False
    signal.signal(signal.SIGINT, end)
    return True


def _interrupt_again_as_usual() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(status: int) -> None:
    """End the process with this exit code. Output is flushed and what was registered for the end of the program is
    run; taking the interpreter apart piece by piece would be a fifth of a cold start."""
    import atexit
    import os
    import signal
    import sys

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):  # none, closed, or its reader is gone
            continue
    os._exit(status)
