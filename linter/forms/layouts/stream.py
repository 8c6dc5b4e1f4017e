"""Flattened pages: every cell stands on a line of its own, merged cells once, empty cells often not at all.

Lines become rows again: a label and the line behind it, the heads of the indicator table, and records cut at
level words and at what fits the columns. Only asked when a file has no form otherwise.
"""

from __future__ import annotations

from linter.forms.head.footer import FooterReader
from linter.forms.head.labels import labels_of
from linter.forms.head.titles import is_title
from linter.forms.labelkeys import key, patterns
from linter.forms.layouts.streamblocks import row_of, second_heads, side_by_side
from linter.forms.levelwords import Level, above, is_side, level
from linter.forms.passes.runningtitles import is_page_number, may_be_page_number
from linter.forms.row import Row
from linter.forms.rows.alignment import fit
from linter.forms.rows.cellsorts import is_comparator, is_number
from linter.forms.rows.header import is_header, read_head
from linter.forms.rows.layout import Layout
from linter.forms.rows.roles import layout_of
from linter.forms.vocabulary import column_claim, field_role, is_listed_field, is_total
from linter.ground.patterns import compiled

#: Fewer heads in a run of lines are no table.
_FEWEST_HEADS = 3
#: A record of this many lines without a level word is cut as it comes.
_LONGEST_RUN = 400
#: Page numbers are looked for in runs of this many lines at most.
_LONGEST_PAGED = 60
_SKIP = -1.2
_POINTS = frozenset({"weight", "score", "points"})
#: By so much the lines of a table fit better with a column of points that lost its head.
_UNHEADED = 1.0
_TABLE_NUMBER = compiled(r"附?表\s?\d{1,3}")


def restacked(rows: list[Row]) -> list[Row] | None:
    """The rows of a flattened page, or None when the lines are none."""
    lines = [row for row in rows if row.single and not is_page_number(row.single)]
    if len(lines) * 5 < 4 * len([row for row in rows if row.filled]):
        return None
    made: list[Row] = []
    at, tables = 0, 0
    while at < len(lines):
        heads = _heads(lines, at)
        if heads:
            tables += 1
            layout = layout_of(read_head(row_of(lines[at : at + heads]), None, []))
            again = second_heads(lines, at, heads, layout)
            made.append(row_of(lines[at : at + heads + again]))
            at, records = _best_records(lines, at + heads + again, layout)
            made += side_by_side(records, layout, again) if again else records
        elif _is_pair(lines, at):
            made.append(row_of(lines[at : at + 2]))
            at += 2
        else:
            made.append(lines[at])
            at += 1
    return made if tables else None


def _heads(lines: list[Row], at: int) -> int:
    """How many lines from ``at`` on are the heads of an indicator table."""
    end = at
    seen: set[str] = set()
    while end < len(lines):
        role, sort = column_claim(lines[end].single)
        if end == at and is_side(lines[end].single):
            return 0
        # 完成值 is the word of a head, though it sounds like a level.
        levelled = sort != "word" and level(lines[end].single) is not None
        if role is None or levelled or (role in seen and role != "other"):
            break
        seen.add(role)
        end += 1
    return end - at if end - at >= _FEWEST_HEADS and is_header(row_of(lines[at:end])) else 0


def _is_pair(lines: list[Row], at: int) -> bool:
    """A label, and a line behind it that is its value."""
    if field_role(lines[at].single) is None or at + 1 >= len(lines):
        return False
    following = lines[at + 1]
    return not (labels_of(following) or is_title(following.single) or _heads(lines, at + 1))


def _best_records(lines: list[Row], at: int, layout: Layout) -> tuple[int, list[Row]]:
    """The position behind a table and its rows. A copy may have lost the head of the last column, that of the points:
    it is taken for there where the lines fit better so."""
    roles = {column: role for column, role in _by_column(layout) if role != "level2"}
    plain: list[Row] = []
    end, fits = _records(lines, at, layout, roles, plain)
    if set(roles.values()) & _POINTS or "name" not in roles.values():
        return end, plain
    more: list[Row] = []
    _, better = _records(lines, at, layout, {**roles, max(roles) + 1: "score"}, more)
    return end, more if better > fits + _UNHEADED else plain


def _by_column(layout: Layout) -> list[tuple[int, str]]:
    return [(column, role) for role, column in layout.blocks[0].columns.items()]


def _records(
    lines: list[Row], at: int, layout: Layout, roles: dict[int, str], made: list[Row]
) -> tuple[int, float]:
    """Cuts the lines behind the heads into rows; gives the position of the first line that is none, and how well the
    lines fit the columns."""
    first, second = layout.level1, layout.blocks[0].columns.get("level2")
    columns = sorted(roles)
    fits = 0.0
    if at < len(lines) and is_number(lines[at].single):
        # The points of the whole table, under the head of its last column.
        at += 1
    levels: list[tuple[int, Row]] = []
    current: str | None = None
    run: list[Row] = []

    def close() -> None:
        nonlocal fits
        pieces, score = _cut_without_page_numbers(run, [roles[column] for column in columns])
        fits += score
        for number, (start, placed) in enumerate(pieces or ([(0, [])] if levels else [])):
            filled = [(columns[position], run[start + offset]) for offset, position in enumerate(placed)]
            cells = sorted([*(levels if number == 0 else []), *filled], key=lambda pair: pair[0])
            if cells:
                made.append(row_of([line for _, line in cells], [column for column, _ in cells]))
        levels.clear()
        run.clear()

    while at < len(lines):
        line = lines[at]
        text = line.single
        if is_side(text):
            at += 1
            continue
        if is_title(text) or is_total(text) or FooterReader.starts(line) or _ends_table(text):
            break
        if labels_of(line) and not run and not levels:
            break
        found = level(text)
        ranks: tuple[int, ...] = ()
        # Right behind the word of a first level a second one need not end in 指标.
        beneath = not run and [column for column, _ in levels] == [first]
        if found is not None and (found.sure or (beneath and found.second is not None)):
            ranks = columns_of(found, _second_behind(lines, at), current, first, second)
        if ranks:
            if run or any(column >= ranks[0] for column, _ in levels):
                close()
            levels += [(rank, line) for rank in ranks]
            current = found.first if found is not None and first in ranks else current
        else:
            run.append(line)
            if len(run) >= _LONGEST_RUN:
                close()
        at += 1
    close()
    return at, fits


def _ends_table(text: str) -> bool:
    """Whether a line is a foot note (备注：…), the number of the next table (表15), or its 项目名称."""
    if _TABLE_NUMBER.fullmatch(text):
        return True
    if field_role(text) == "project":
        return is_listed_field(text) and key(text).endswith("名称")
    notes = patterns("notes")
    return (":" in text or "：" in text) and bool(notes and notes.search(text))


def _second_behind(lines: list[Row], at: int) -> bool:
    """Whether the line behind is a second level: plainly, or because what follows it is no value."""
    texts = [line.single for line in lines[at + 1 : at + 3]]
    found = level(texts[0]) if texts else None
    if found is None or found.second is None:
        return False
    return found.sure or (len(texts) > 1 and not is_number(texts[1]) and not is_comparator(texts[1]))


def columns_of(
    found: Level, followed: bool, current: str | None, first: int | None, second: int | None
) -> tuple[int, ...]:
    """The level columns of a level word; one that may be either is a first level only before a second one. Alone
    below a first level that is not its own (满意度指标 after 效益指标) it is both. ``current`` is in force."""
    if found.first is None or first is None:
        return (second,) if found.second is not None and second is not None else ()
    if found.second is None or second is None or followed:
        return (first,)
    return (second,) if current in (None, found.first, above().get(found.second)) else (first, second)


_Cut = list[tuple[int, list[int]]]


def _cut_without_page_numbers(run: list[Row], roles: list[str]) -> tuple[_Cut, float]:
    """The records of a run. Where one of them is nothing but short figures, one of these may be the number of a
    page: it is taken out of the run if every record then has a name."""
    pieces, fits = _cut([line.single for line in run], roles)
    if "name" not in roles or len(run) > _LONGEST_PAGED:
        return pieces, fits
    name = roles.index("name")
    for start, placed in reversed(pieces):
        inside = range(start, start + len(placed))
        if not start or not all(may_be_page_number(run[at].single) for at in inside):
            continue
        rest = [line.single for at, line in enumerate(run) if at != inside[-1]]
        without, left = _cut(rest, roles)
        if all(name in placed for start, placed in without if start):
            del run[inside[-1]]
            return without, left
    return pieces, fits


def _cut(texts: list[str], roles: list[str]) -> tuple[_Cut, float]:
    """The best way to lay a run of cells into records: (start, positions among the roles) of each record, and how well
    they fit.

    Dynamic programming over the cells: a record takes its cells in the order of the columns and may leave
    columns out; a text that fits its column scores, a column left out costs.
    """
    count, width = len(texts), len(roles)
    best: list[float] = [0.0] + [float("-inf")] * count
    back: list[tuple[int, list[int]]] = [(0, [])] * (count + 1)
    for start in range(count):
        if best[start] == float("-inf"):
            continue
        for length, (score, placed) in _lay(texts[start : start + width], roles).items():
            if best[start] + score > best[start + length]:
                best[start + length] = best[start] + score
                back[start + length] = (start, placed)
    records: list[tuple[int, list[int]]] = []
    end = count
    while end > 0:
        start, placed = back[end]
        records.append((start, placed))
        end = start
    return records[::-1], best[count]


def _lay(texts: list[str], roles: list[str]) -> dict[int, tuple[float, list[int]]]:
    """For every number of cells of one record, the best columns for them and their score."""
    states: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for position, role in enumerate(roles):
        following: dict[int, tuple[float, list[int]]] = {}
        for used, (score, placed) in states.items():
            options = [(used, score + _SKIP * (1.5 if role in ("name", "value") else 1), placed)]
            if used < len(texts):
                options.append((used + 1, score + fit(role, texts[used]), [*placed, position]))
            for number, value, cells in options:
                if number not in following or value > following[number][0]:
                    following[number] = (value, cells)
        states = following
    return {number: state for number, state in states.items() if number}
