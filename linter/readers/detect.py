"""What kind of file this is, told from its content; the suffix decides only between kinds of plain text."""

from __future__ import annotations

import re
from pathlib import PurePath

from linter.ground.errors import JxlintError, NoTable
from linter.ground.patterns import compiled

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_CONVERT = "请用 Office 或 WPS 打开，另存为 .xlsx 或 .docx 后再检查"
_MARKUP = compiled(r"<(?:!doctype\s+html|html|head|body|table|meta|div|title|style)\b", re.IGNORECASE)
#: A piece of a page begins with one of these.
_FRAGMENT = compiled(
    r"<(?:p|h[1-6]|center|font|span|b|strong|br|hr|section|article|main|header|form|ul|ol|a|img|link|script|o:p"
    r"|t(?:able|body|head|r|d|h)|caption|colgroup)\b[^<>]{0,999}>",
    re.IGNORECASE,
)
_TAG = compiled(r"</?(?:p|div|t(?:able|r|d|h)|br|span|h[1-6])\b[^<>]{0,999}>", re.IGNORECASE)
_TABLE = compiled(
    r"<table\b[^<>]{0,500}>\s{0,99}<(?:t[rdh]|thead|tbody|colgroup|col|caption)\b", re.IGNORECASE
)
_PAGE = compiled(r"<html\b", re.IGNORECASE)
#: Suffixes of data.
_RECORDS = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
#: The head of a web page in one file: fields, a multipart or a page among what they name.
_MAIL = compiled(
    r"(?:[A-Za-z][A-Za-z0-9-]{0,40}:[^\r\n]{0,998}\r?\n(?:[ \t][^\r\n]{0,998}\r?\n){0,20}){1,40}"
)
_PARTS = compiled(
    r"^(?:MIME-Version:|Content-Type:\s*(?:multipart/(?:related|mixed|alternative)|text/html))",
    re.IGNORECASE | re.MULTILINE,
)
#: Suffixes of texts in which a page may be quoted.
_PLAIN = {".txt", ".md", ".markdown"}
_PAGES = {".html", ".htm", ".xhtml"}
_OFFICE = compiled(r"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")


def detect(data: bytes) -> str:
    """``xlsx``, ``ods``, ``odt``, ``docx``, ``xls``, ``doc``, ``rtf``, ``pdf``; ``text`` for what has to be
    decoded first. Raises JxlintError (without a path) for an empty, locked or foreign file."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise NoTable("文件是空的", advice="请确认保存成功、选对了文件")
    if data.startswith(_OLD_OFFICE):
        return _ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        from linter.readers.packages import package_kind

        return package_kind(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_PICTURES):
        raise JxlintError(
            "这是图片，里面没有可以读取的文字", advice="请提供表格的电子原件（.xlsx、.docx 等）"
        )
    if data.startswith(_ARCHIVES):
        raise JxlintError("这是压缩包", advice="请先解压，再检查里面的文件")
    if data[:4] in (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"):
        return "xls"  # a bare BIFF stream of Excel 2 to 4
    return "text"


def text_kind(text: str, name: str) -> str:
    """``html``, ``mht``, ``xml-workbook``, ``json``, ``jsonl``, ``csv``, ``tsv``, ``md`` or ``txt`` for decoded
    text."""
    head = text[:4096].lstrip()
    suffix = PurePath(name).suffix.lower()
    if head.startswith("<") and not _quotes_pages(text, head, name):
        if _OFFICE.search(head):
            return "xml-workbook"
        if _MARKUP.match(head) or (head.startswith(("<?xml", "<!--")) and _MARKUP.search(head)):
            return "html"
        if _FRAGMENT.match(head) and (suffix not in _PLAIN or text.rstrip()[-1:] == ">"):
            return "html"
        if head.startswith("<?xml"):
            raise NoTable("这是 XML 数据文件，不是表格", advice=_CONVERT)
    if _MAIL.match(head) and _PARTS.search(head):
        return "mht"
    if suffix in _RECORDS:
        return _RECORDS[suffix]
    if suffix in _PAGES and (has_tables(text) or _TAG.search(head)):
        return "html"
    if suffix in {".csv", ".tsv", ".md"}:
        return suffix[1:]
    if suffix == ".markdown":
        return "md"
    from linter.readers.json import looks_like

    if looks_like(text):
        return "json"
    from linter.readers.csv_ import looks_separated

    return "csv" if looks_separated(text) else "txt"


def _quotes_pages(text: str, head: str, name: str) -> bool:
    """Whether this is a text that begins with a table, rather than one page: several pages in a row, or text
    behind a table that is wrapped in none."""
    if PurePath(name).suffix.lower() not in _PLAIN or not has_tables(text):
        return False
    return len(_PAGE.findall(text)) > 1 or head[:6].lower() == "<table"


def has_tables(text: str) -> bool:
    """Whether HTML tables stand in a text."""
    return "<" in text and _TABLE.search(text) is not None


def _ole(data: bytes) -> str:
    from linter.readers.ole import root_names

    names = root_names(data)
    if "EncryptedPackage" in names:
        raise JxlintError("文件设有打开密码", advice="请在 Office 或 WPS 里取消密码，另存后再检查")
    if names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return "xls"
    if "WordDocument" in names:
        return "doc"
    if "PowerPoint Document" in names:
        raise NoTable("这是演示文稿，不是表格", advice="请把表格另存为 .xlsx 或 .docx")
    if not names:
        raise JxlintError("文件已经损坏，读不出内容", advice=_CONVERT)
    raise JxlintError("认不出这种 Office 文件", advice=_CONVERT)
