"""Which kind of office file a zip package is. Apart from the other kinds, as archives are dear to import."""

from __future__ import annotations

import io
import re
import zipfile

from linter.ground.errors import JxlintError
from linter.office.archive import UNPACKING_ERRORS

#: Bytes within which the content of a document begins.
_LONG = 1 << 20


def _kind_of_document(archive: zipfile.ZipFile, names: set[str]) -> bytes:
    """What an OpenDocument file says it is, or, where that part is damaged, what its content is."""
    for part in ("mimetype", "content.xml"):
        if part in names:
            try:
                with archive.open(part) as file:
                    head = file.read(_LONG)
            except UNPACKING_ERRORS:
                continue
            if b"opendocument." in head:
                return head
            if part == "content.xml":
                text = b"office:spreadsheet" not in head and b"spreadsheet>" not in head
                return b"opendocument.text" if text else b"opendocument.spreadsheet"
    return b""


def package_kind(data: bytes) -> str:
    """``xlsx``, ``docx``, ``ods`` or ``odt``. Raises JxlintError (without a path) for any other."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = _kind_of_document(archive, names)
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise JxlintError("压缩包设有密码", advice="请取消密码后再检查")
    except UNPACKING_ERRORS as error:
        raise JxlintError("文件已经损坏，读不出内容", advice="请重新下载或重新保存后再检查") from error
    lower = {name.lower().replace("\\", "/") for name in names}
    if "xl/workbook.bin" in lower:
        raise JxlintError("这是二进制工作簿（.xlsb）", advice="请用 Excel 打开，另存为 .xlsx 后再检查")
    if "xl/workbook.xml" in lower or any(re.fullmatch(r"xl/workbook\d*\.xml", name) for name in lower):
        return "xlsx"
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in lower):
        return "docx"
    if b"opendocument.spreadsheet" in kind:
        return "ods"
    if b"opendocument.text" in kind:
        return "odt"
    if "ofd.xml" in lower:
        raise JxlintError("这是 OFD 版式文件", advice="请用阅读器导出为 PDF，或者提供 .xlsx、.docx 原件")
    if any(name.startswith("ppt/") for name in lower):
        raise JxlintError("这是演示文稿，不是表格", advice="请把表格另存为 .xlsx 或 .docx")
    raise JxlintError("这是压缩包", advice="请先解压，再检查里面的文件")
