"""Web pages in one file (.mht), which Word, Excel and budget systems also save under .doc and .xls."""

from __future__ import annotations

from linter.ground.errors import JxlintError
from linter.model import Sheet
from linter.office.limits import Limits
from linter.readers.encoding import decode
from linter.readers.html import read as read_html


def read(text: str, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """The pages inside, one after another; frames and pages without a table only when there is nothing else.

    Raises JxlintError when there is no page.
    """
    import email

    message = email.message_from_bytes(text.encode("utf-8", errors="replace"))
    pages = []
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                pages.append(decode(payload))
    chosen = [page for page in pages if "<table" in page[0].lower()] or pages
    if not chosen:
        raise JxlintError(
            "网页文件（.mht）里没有可读的内容", advice="请用 Office 打开，另存为 .xlsx 或 .docx"
        )
    sheets: list[Sheet] = []
    problems: list[str] = []
    for page, remarks in chosen:
        found, more = read_html(page, limits)
        sheets += found
        problems += remarks + more
    return sheets, problems
