"""The marks by which jxlint knows its own reports and copies again when it finds them beside the tables."""

from __future__ import annotations

#: Stands in the properties of office files, and in the first lines of texts and pages.
REPORT_MARK = "jxlint 检查报告"
#: What the name of a fixed copy ends in.
COPY_MARK = "-修正"
#: How every report for people ends, also one that was sent to a file by the shell.
CLOSING = "检查范围：文件 "
#: How a report for programs begins.
CHECK_SCHEMA = '"schema": "jxlint/check/'
#: What the name of a marked copy ends in.
MARKED = "-标注"
