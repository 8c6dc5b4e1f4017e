"""docs/rules says what the rules say: a stale page fails here."""

from pathlib import Path

from linter.authoring.rulepages import pages
from linter.rulebook import load_rulebook

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"
RENEW = "renew with: jxlint rules --format markdown --output docs/rules"


def test_no_page_is_stale() -> None:
    made = pages(load_rulebook())
    stale = [name for name, text in made.items() if _read(FOLDER / name) != text]
    assert not stale, RENEW
    assert {path.name for path in FOLDER.glob("*.md")} == set(made), RENEW


def test_every_rule_is_in_the_index() -> None:
    made = pages(load_rulebook())
    for rule in load_rulebook().rules.values():
        assert f"[{rule.id}]({rule.id}.md)" in made["README.md"]
        assert rule.why in made[f"{rule.id}.md"]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
