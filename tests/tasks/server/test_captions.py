"""What people call a parameter stands above its field; one without a caption keeps the title it has."""

from tasks.server.captions import with_captions

SCHEMA = {
    "title": "Parameters",
    "properties": {
        "project": {"title": "project", "caption": "项目", "position": 0},
        "stranger": {"title": "stranger", "position": 1},
        "nameless": {"position": 2},
    },
    "required": ["project"],
}


def test_a_caption_is_the_title_and_nothing_else_changes() -> None:
    captioned = with_captions(SCHEMA)

    assert [field["title"] for field in captioned["properties"].values()] == ["项目", "stranger", "nameless"]
    assert {name: each for name, each in captioned.items() if name != "properties"} == {
        "title": "Parameters",
        "required": ["project"],
    }
    assert with_captions(captioned) == captioned


def test_a_flow_without_parameters_has_nothing_to_be_captioned() -> None:
    assert with_captions({})["properties"] == {}
