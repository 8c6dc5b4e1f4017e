"""What a whole run judges by: the settings of every file, the rules and prices they name, last year's forms."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from linter import __version__
from linter.config import Configuration, Settings
from linter.ground.cache import content_key
from linter.ground.resources import program_key
from linter.pipeline.books import Books
from linter.pipeline.lastyearforms import LastYear

#: Surroundings that this process has met already, newest last: one that arrives again is the warm one.
_MET: dict[str, RunSurroundings] = {}
_MOST_MET = 4


class Telling(msgspec.Struct, frozen=True):
    """That the results of a run are to carry what its JSON report says of them; ``forms``: the forms as well."""

    forms: bool = True


class RunSurroundings:
    """Everything that a file of a run is judged by, as one object that can be pickled.

    ``configuration`` tells the settings of each file; ``last_year`` are last year's forms by what identifies a project
    (rulebook/lastyear.py). ``whole`` keeps all of a document in its result, not only what reports need; ``keyed``
    has results say by what they were judged (``FileResult.judged_by``), which takes a look at every rule file;
    ``telling`` has them carry what the JSON report says of their file (``FileResult.told``).
    Rulebooks and price lists are loaded once a process: unpickled again, the surroundings of a run stay one object.
    """

    def __init__(
        self,
        configuration: Configuration,
        *,
        last_year: LastYear | None = None,
        whole: bool = False,
        keyed: bool = False,
        telling: Telling | None = None,
        name: str = "",
    ) -> None:
        self.configuration = configuration
        self.last_year = last_year if last_year is not None else LastYear()
        self.whole = whole
        self.keyed = keyed
        self.telling = telling
        self.books = Books()
        self.books.compare_with(self.last_year)
        self._name = name or os.urandom(16).hex()
        self._keys: dict[Settings, str] = {}

    def __reduce__(self) -> tuple[Callable[..., RunSurroundings], tuple[Any, ...]]:
        given = (self._name, self.configuration, self.last_year, self.whole, self.keyed, self.telling)
        return _met, given

    def compare_with(self, last_year: LastYear) -> None:
        """Last year's forms, where they are read after the rules were looked at."""
        self.last_year = last_year
        self.books.compare_with(last_year)
        self._keys.clear()

    def key(self, settings: Settings) -> str:
        """A key of the program, the rules and all else by which files with these settings are judged."""
        if not self.keyed:
            return ""
        if settings not in self._keys:
            named = [path for path in (settings.prices, settings.map) if path is not None]
            own = [path for folder in settings.rules for path in _files(folder)]
            parts = [part for path in (*named, *own) for part in (path.name, path.read_bytes())]
            about = __version__, program_key(), repr(settings.values()), self.last_year.key
            self._keys[settings] = content_key(*about, *parts)
        return self._keys[settings]

    def warm_up(self, path: str | Path) -> None:
        """Load what every file of this run will need, as told by the settings of one of them. Raises JxlintError."""
        settings = self.configuration.settings(path)
        self.books.select(settings)
        self.books.surroundings(settings)


def _met(
    name: str,
    configuration: Configuration,
    last_year: LastYear,
    whole: bool,
    keyed: bool,
    telling: Telling | None,
) -> RunSurroundings:
    if name not in _MET:
        while len(_MET) >= _MOST_MET:
            del _MET[next(iter(_MET))]
        _MET[name] = RunSurroundings(
            configuration, last_year=last_year, whole=whole, keyed=keyed, telling=telling, name=name
        )
    return _MET[name]


def _files(folder: Path) -> list[Path]:
    return [folder] if folder.is_file() else sorted(path for path in folder.rglob("*.y*ml") if path.is_file())
