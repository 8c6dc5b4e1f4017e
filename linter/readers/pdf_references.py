"""References inside a PDF that lead back to themselves, which the library would follow for ever."""

from __future__ import annotations

from functools import wraps
from typing import Any


def refuse_circles() -> None:
    """Make the library refuse an object that is a reference to itself, directly or through others.

    pdfminer resolves ``7 0 obj 7 0 R`` in a loop without an end (``pdftypes.resolve1``). Objects are looked up
    in one place, so the chain is followed there, once, and the loop never begins.
    """
    from pdfminer import pdfdocument
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfminer.pdftypes import PDFObjRef

    library: Any = pdfdocument.PDFDocument
    look_up = library.getobj
    if hasattr(look_up, "__wrapped__"):
        return

    @wraps(look_up)
    def follow(document: Any, number: int) -> Any:
        found = look_up(document, number)
        seen = {number}
        while isinstance(found, PDFObjRef):
            if found.objid in seen:
                raise PDFSyntaxError(f"object {number} refers to itself")
            seen.add(found.objid)
            found = look_up(document, found.objid)
        return found

    library.getobj = follow
