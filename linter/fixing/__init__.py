"""Cell texts back into the file they came from: bytes + changes → bytes, everything else kept.

The readers' counterpart. A writer finds a cell by the place the reader gave it and puts the changed characters
into the same bytes, text run or shared string; what it cannot find for certain it leaves alone.
"""

from linter.fixing.change import Change
from linter.fixing.write import FIXABLE, apply_changes

__all__ = ["FIXABLE", "Change", "apply_changes"]
