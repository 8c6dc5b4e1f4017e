"""Whatever a grid looks like, nothing crashes; whatever slips, no indicator row is lost; cost is linear."""

import pytest
from calls import calls
from draws import draws
from growthtexts import HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.forms import find_forms
from linter.forms.clean import clean, clean_row
from linter.forms.rows.alignment import fit, most_fit
from linter.model import COLUMNS, Cell, Document, Place, Sheet, Source
from linter.readers.text import sheets_of_text

WORDS = st.sampled_from(
    [
        "",
        "",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "度量单位",
        "指标性质",
        "产出指标",
        "数量指标",
        "11-数量指标",
        "满意度指标",
        "绩效指标",
        "项目名称",
        "年度资金总额：",
        "绩效目标",
        "项目支出绩效目标表",
        "（2024年度）",
        "单位：万元",
        "≥",
        "定性",
        "≥95%",
        "12",
        "万元",
        "填表人：某某",
        "合计",
        "……",
        "指标1：",
        "一、产出指标 (一) 数量指标：1、培训3次；2、宣传",
        "$\\geq 95\\%$",
        "<p>甲</p>",
        "\x00\u200b",
    ]
)
CELLS = st.one_of(WORDS, st.text(max_size=12))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows = draw(st.lists(st.lists(CELLS, max_size=7), max_size=14))
    sheet = Sheet()
    for number, texts in enumerate(rows):
        row = []
        for column, text in enumerate(texts):
            covered = draw(st.booleans()) and draw(st.booleans())
            spans = draw(st.integers(1, 9)), draw(st.integers(1, 9))
            place = Place(row=number + 1, column=column + 1)
            row.append(Cell("" if covered else text, place, *((1, 1) if covered else spans), covered))
        sheet.rows.append(row)
        if draw(st.booleans()):
            sheet.paragraphs.add(number)
    return sheet


@settings(max_examples=draws(300), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sheets(), max_size=3))
def test_any_grid_is_read(drawn: list[Sheet]) -> None:
    document = find_forms(Source("表.xlsx", "xlsx", drawn))
    assert [form.number for form in document.forms] == list(range(1, len(document.forms) + 1))
    for form in document.forms:
        assert all(text.indicator is None or text.indicator < len(form.indicators) for text in form.texts)


@settings(max_examples=draws(300))
@given(
    st.text(alphabet=st.sampled_from('\t\n\r |-"<p>产出指标数量项目名称一二三级值：。1、≥%'), max_size=200)
)
def test_any_text_is_read(text: str) -> None:
    for sheet in sheets_of_text(text):
        places = [cell.place.line for row in sheet.rows for cell in row]
        assert places == sorted(places)
    find_forms(Source("文.txt", "txt", sheets_of_text(text)))


LEVELS = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("成本指标", "经济成本指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[str, str]]]:
    """A table whose rows may slip by a column, leave level cells blank, follow blank rows; and its contents."""
    split = draw(st.booleans())
    head = [
        "一级指标",
        "二级指标",
        "三级指标",
        *(["指标性质", "指标值", "度量单位"] if split else ["指标值"]),
    ]
    lead = draw(st.integers(0, 1))
    rows = [["项目支出绩效目标表"], ["项目名称", "河道清淤"], [""] * lead + head]
    contents = []
    previous = ("", "")
    for number in range(draw(st.integers(1, 9))):
        levels = draw(st.sampled_from(LEVELS))
        name, value = f"第{'甲乙丙丁戊己庚辛壬'[number]}段清淤完成", str(draw(st.integers(1, 9999)))
        slip = draw(st.sampled_from([0, 0, 0, 1])) if lead == 0 else draw(st.sampled_from([0, 0, 0, -1]))
        repeat = draw(st.booleans()) and levels == previous and not slip
        cells = ["", ""] if repeat else [*levels]
        cells += [name, "≥", value, "处"] if split else [name, f"≥{value}处"]
        rows.append([""] * (lead + slip) + cells)
        contents.append((levels[1], name))
        previous = levels
        if draw(st.integers(0, 5)) == 0:
            rows.append([""] * len(head))
    return rows, contents


@settings(max_examples=draws(300))
@given(tables())
def test_no_row_is_lost(drawn: tuple[list[list[str]], list[tuple[str, str]]]) -> None:
    rows, contents = drawn
    sheet = Sheet(rows=[[Cell(text, Place(line=at)) for text in row] for at, row in enumerate(rows, 1)])
    (form,) = find_forms(Source("表.txt", "txt", [sheet])).forms
    assert [(one.level2, one.name) for one in form.indicators if one.row_kind == "indicator"] == contents
    assert all(one.value for one in form.indicators if one.row_kind == "indicator")


@pytest.mark.parametrize("name", HOSTILE)
def test_cost_grows_with_the_text(name: str) -> None:
    """Four times the text takes about four times the calls; a quadratic step would take sixteen times as many. What
    single calls take, those of regular expressions above all, benchmarks/growth.py measures."""

    def cost(pieces: int) -> int:
        text = HOSTILE[name](pieces)
        return calls(lambda: find_forms(Source("文.txt", "txt", sheets_of_text(text))))

    cost(10)
    assert cost(160) < 6 * cost(40) + 2_000


def test_documents_have_no_forms_when_there_are_none() -> None:
    document: Document = find_forms(
        Source("文.txt", "txt", sheets_of_text("会议纪要\n\n一、数量指标完成情况较好。\n"))
    )
    assert document.forms == []
    assert [text.role for text in document.texts] == ["narrative", "narrative"]


@given(texts=st.lists(CELLS, max_size=6))
@settings(deadline=None)
def test_a_row_is_cleaned_as_its_cells_are(texts: list[str]) -> None:
    cleaned, kinds = clean_row(texts)
    assert [(text, kinds.get(at, ())) for at, text in enumerate(cleaned)] == [*map(clean, texts)]


@given(role=st.sampled_from([*COLUMNS]), text=CELLS)
@settings(deadline=None)
def test_no_text_fits_a_column_better_than_the_bound(role: str, text: str) -> None:
    """By this bound moves of a row that slipped are not looked at."""
    assert fit(role, text) <= most_fit(role)
