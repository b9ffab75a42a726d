"""The forms as Prefect's pages can show and fill them; what was seen in a browser is fenced here (decision 0004)."""

from typing import Any

from pydantic import Field

from tasks.gate.exhibits import line_by_line, table
from tasks.gate.forms import Form, decision_form, many, submission_form, text

CUT = table([["文件", "nas://cuts/a|b.mp4"], ["版本", 2]], ["成片", "夏日新品"])
POINTS = {point: (text(required=False), Field(default="", title=point)) for point in ("节奏", "转场", "音效", "字幕")}


def properties(form: type[Form]) -> dict[str, Any]:
    return dict(form.model_json_schema()["properties"])


def test_one_person_alone_is_offered_as_a_choice_because_the_page_cannot_fill_in_a_constant():
    person = properties(decision_form(["贾方(甲方)"], {}, ""))["person"]

    assert person["enum"] == ["贾方(甲方)"]
    assert "const" not in person


def test_a_list_of_one_thing_to_tick_is_no_constant_either():
    form = submission_form(["吴敏(运营)"], {"passed": (many(["标题"]), Field())}, "")

    assert properties(form)["passed"]["items"] == {"type": "string", "enum": ["标题"]}


def test_a_text_that_must_not_be_empty_is_required_also_when_it_is_filled_in_already():
    fields = {
        "video_title": (text(), Field(default="夏日新品")),
        "cover_ref": (text(required=False), Field(default="")),
    }

    schema = submission_form(["吴敏(运营)"], fields, "").model_json_schema()

    assert schema["required"] == ["person", "video_title"]
    assert schema["properties"]["video_title"]["default"] == "夏日新品"


def test_a_short_form_has_its_text_above_and_not_inside():
    form = decision_form(["贾方(甲方)"], {}, "**S10**")

    assert form.shown == "**S10**"
    assert "S10" not in properties(form)["person"]["description"]


def test_a_form_that_fills_the_dialog_has_its_text_with_the_first_field():
    inside = properties(decision_form(["林晓(编导)"], POINTS, f"**S10**\n\n{CUT}"))["person"]["description"]

    assert inside.splitlines()[:3] == ["**S10**", "", "- 成片 · 夏日新品"]
    assert "请选自己的名字" in inside.splitlines()[-1]


def test_the_rows_of_a_table_become_items_and_a_bar_in_a_cell_splits_nothing():
    assert line_by_line(CUT).split("\n\n") == ["- 成片 · 夏日新品", r"- 文件 · nas://cuts/a\|b.mp4", "- 版本 · 2"]
