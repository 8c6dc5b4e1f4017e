"""Where the documentation is published, an address for each rule."""

from __future__ import annotations

import os
from urllib.parse import quote

#: The site that ``.ci/site`` builds from docs/. An office that serves its own copy names it in JXLINT_DOCS.
_SITE = "https://jxlint.readthedocs.io/zh-cn/latest/"


def site() -> str:
    """The address of the documentation, with a slash at its end."""
    return f"{(os.environ.get('JXLINT_DOCS') or _SITE).rstrip('/')}/"


def rule_page(rule: str) -> str:
    """The address of the handbook's page about a shipped rule."""
    return f"{site()}rules/{quote(rule)}/"


def office_page(rule: str) -> str:
    """The same in the office's own copy, for comments in tables; empty where none is named: a clerk should not be sent
    to an address that he may not reach."""
    return rule_page(rule) if os.environ.get("JXLINT_DOCS") else ""
