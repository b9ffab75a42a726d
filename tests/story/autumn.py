"""The story: five weeks of an invented autumn, with the national holiday and its make-up days among them.

Two projects, ten videos. A plan that is two days late, a robot that was taken out of its group, a shoot that is flooded
out, a grave comment at night, an incident in the holiday that its owner cannot resolve, an editor who shares nothing.
"""

from datetime import date

from agency.domain.terms.meetings import MeetingKind
from agency.domain.terms.sharing import ChatChannel
from agency.sandbox.remote import Remote
from tests.story import house
from tests.story.agency import PROJECTS
from tests.story.clockwork import Story, moment
from tests.story.making import Video

SECRET = "nicht-geheim"
TOPICS, REVIEW, MONTH = MeetingKind.TOPICS, MeetingKind.REVIEW, MeetingKind.MONTH


def videos() -> dict[str, Video]:
    return {code: Video(told, code, title) for told in PROJECTS for code, title, _shoot, _publish in told.videos}


def told(remote: Remote) -> tuple[Story, Story]:
    """Return what was before the first day, and the story itself."""
    v, before, story = videos(), Story(), Story()
    at, earlier = story.at, before.at

    def each(codes: str, step: str, *filled: object) -> None:
        for code in codes.split():
            getattr(v[code], step)(*filled)

    first, second, third = "CRANE-001 CRANE-002", "CRANE-003 CRANE-004", "CRANE-005 CRANE-006"
    lamps, shelves = "HERON-001 HERON-002", "HERON-003 HERON-004"

    # before the story: the first two videos are written and their talent agrees
    earlier(9, 7, 10)(
        lambda: [each(first, step) for step in ("begin", "hand_in_copy", "agree_on_copy", "finish_script")]
    )
    earlier(9, 8, 10)(lambda: [house.know_script(code, "DA", "SHE", "JIAN") for code in first.split()])
    earlier(9, 8, 11)(lambda: each(first, "agree_with_talent"))
    earlier(9, 8, 12)(lambda: house.hold(REVIEW, "2026-08-H2", project="CRANE"))
    earlier(9, 8, 13)(lambda: house.share_technique("JIAN", "一镜到底转场"))
    earlier(9, 8, 14)(lambda: house.hold(TOPICS, "2026-W37", account="CRANE-DY"))

    # the first pair is shot, cut, confirmed and published
    at(9, 14, 14)(v["CRANE-001"].prepare_shoot)
    at(9, 15, 17)(lambda: v["CRANE-001"].record_shoot("20260915", first.split()))
    at(9, 15, 17, 30)(lambda: each(first, "after_the_shoot"))
    at(9, 16, 16)(lambda: each(first, "hand_in_cut"))
    at(9, 16, 17)(lambda: each(first, "agree_on_cut"))
    at(9, 17, 16)(lambda: each("CRANE-001", "package", moment(9, 21, 18)))
    at(9, 17, 16, 10)(lambda: each("CRANE-002", "package", moment(9, 22, 18)))
    at(9, 17, 17)(lambda: each(first, "confirm_package"))
    at(9, 21, 18, 3)(lambda: v["CRANE-001"].publish(moment(9, 21, 18)))
    at(9, 21, 20)(lambda: house.watch("CRANE-001", "JIAN"))
    at(9, 22, 18, 4)(lambda: v["CRANE-002"].publish(moment(9, 22, 18)))
    at(9, 22, 20)(lambda: house.watch("CRANE-002"))

    # the second pair: the photographer says late that he knows a script, the client takes until the last day
    at(9, 14, 10, 30)(lambda: each(second, "begin"))
    at(9, 15, 10)(lambda: each(second, "hand_in_copy"))
    at(9, 15, 15)(lambda: each(second, "agree_on_copy"))
    at(9, 16, 15)(lambda: each(second, "finish_script"))
    at(9, 17, 10)(lambda: [house.know_script(code, "DA", "JIAN") for code in second.split()])
    at(9, 17, 10, 30)(lambda: house.know_script("CRANE-003", "SHE"))
    at(9, 17, 11)(lambda: each(second, "agree_with_talent"))
    at(9, 21, 10)(lambda: house.know_script("CRANE-004", "SHE"))
    at(9, 21, 16)(v["CRANE-003"].prepare_shoot)
    at(9, 22, 17)(lambda: v["CRANE-003"].record_shoot("20260922", second.split()))
    at(9, 22, 17, 30)(lambda: each(second, "after_the_shoot"))
    at(9, 24, 16)(lambda: each(second, "hand_in_cut"))
    at(9, 28, 16)(lambda: each(second, "agree_on_cut"))
    at(9, 28, 17)(lambda: each("CRANE-003", "package", moment(9, 29, 18)))
    at(9, 28, 17, 10)(lambda: each("CRANE-004", "package", moment(9, 30, 18)))
    at(9, 28, 17, 30)(lambda: each(second, "confirm_package"))
    at(9, 29, 18, 2)(lambda: v["CRANE-003"].publish(moment(9, 29, 18)))
    at(9, 29, 20)(lambda: house.watch("CRANE-003"))
    at(9, 30, 18, 2)(lambda: v["CRANE-004"].publish(moment(9, 30, 18)))
    at(9, 30, 20)(lambda: house.watch("CRANE-004"))

    # the third pair: the shoot is flooded out and moves behind the holiday
    at(9, 17, 14)(lambda: each(third, "begin"))
    at(9, 21, 15)(lambda: each(third, "hand_in_copy"))
    at(9, 22, 10)(lambda: each(third, "agree_on_copy"))
    at(9, 23, 10, 30)(lambda: house.move_shoot("CRANE-005", date(2026, 10, 12), "茶园进水,场地不能用(虚构)", "LIN"))
    at(9, 23, 10, 40)(lambda: house.move_shoot("CRANE-006", date(2026, 10, 12), "茶园进水,场地不能用(虚构)", "LIN"))
    at(10, 8, 11)(lambda: each(third, "finish_script"))
    at(10, 9, 10)(lambda: [house.know_script(code, "DA", "SHE", "JIAN") for code in third.split()])
    at(10, 9, 11)(lambda: each(third, "agree_with_talent"))
    at(10, 10, 11)(v["CRANE-005"].prepare_shoot)
    at(10, 12, 17)(lambda: v["CRANE-005"].record_shoot("20261012", third.split()))
    at(10, 12, 17, 30)(lambda: each(third, "after_the_shoot"))

    # the new project: its plan comes two days late, its robot is gone from the group for five days
    at(9, 14, 0, 5)(lambda: remote.bot(ChatChannel.DINGTALK, "heron-in", secret=SECRET, dead=True))
    at(9, 23, 10)(lambda: remote.bot(ChatChannel.DINGTALK, "heron-in", secret=SECRET))
    at(9, 23, 15)(lambda: house.confirm_plan("HERON"))
    at(9, 23, 16)(lambda: each(lamps, "begin"))
    at(9, 24, 11)(lambda: each(lamps, "hand_in_copy"))
    at(9, 24, 16)(lambda: each(lamps, "agree_on_copy"))
    at(9, 29, 15)(lambda: each(lamps, "finish_script"))
    at(9, 30, 10)(lambda: [house.know_script(code, "LU", "SHE", "MO") for code in lamps.split()])
    at(9, 30, 11)(lambda: each(lamps, "agree_with_talent"))
    at(10, 9, 14)(v["HERON-001"].prepare_shoot)
    at(10, 10, 17)(lambda: v["HERON-001"].record_shoot("20261010", lamps.split()))
    at(10, 10, 17, 30)(lambda: each(lamps, "after_the_shoot"))
    at(10, 13, 15)(lambda: each(lamps, "hand_in_cut"))
    at(10, 14, 10)(lambda: each(lamps, "agree_on_cut"))
    at(10, 14, 11)(lambda: each("HERON-001", "package", moment(10, 15, 18)))
    at(10, 14, 11, 10)(lambda: each("HERON-002", "package", moment(10, 16, 18)))
    at(10, 14, 15)(lambda: each(lamps, "confirm_package"))
    at(10, 15, 18, 1)(lambda: v["HERON-001"].publish(moment(10, 15, 18)))
    at(10, 15, 20)(lambda: house.watch("HERON-001"))
    at(9, 28, 10, 30)(lambda: each(shelves, "begin"))
    at(9, 30, 9, 30)(lambda: each(shelves, "hand_in_copy"))
    at(10, 8, 15)(lambda: each(shelves, "agree_on_copy"))
    at(10, 10, 14)(lambda: each(shelves, "finish_script"))
    at(10, 12, 10)(lambda: [house.know_script(code, "LU", "SHE", "MO") for code in shelves.split()])
    at(10, 12, 11)(lambda: each(shelves, "agree_with_talent"))
    at(10, 13, 14)(v["HERON-003"].prepare_shoot)
    at(10, 14, 17)(lambda: v["HERON-003"].record_shoot("20261014", shelves.split()))
    at(10, 14, 17, 30)(lambda: each(shelves, "after_the_shoot"))

    # meetings that come round; one week the director of the new project holds none
    for day, slot in (((9, 14), "W38"), ((9, 21), "W39"), ((9, 28), "W40"), ((10, 8), "W41"), ((10, 12), "W42")):
        at(*day, 10)(lambda slot=slot: house.hold(TOPICS, f"2026-{slot}", account="CRANE-DY"))
    for day, slot in (((9, 24), "W39"), ((9, 28), "W40"), ((10, 8), "W41")):
        at(*day, 11)(lambda slot=slot: house.hold(TOPICS, f"2026-{slot}", account="HERON-DY"))
    at(9, 24, 14)(lambda: house.hold(MONTH, "2026-10", project="CRANE"))
    at(9, 24, 15)(lambda: house.hold(MONTH, "2026-10", project="HERON"))
    at(9, 29, 15, 30)(lambda: house.hold(REVIEW, "2026-09-H1", project="CRANE"))
    at(10, 14, 14)(lambda: house.hold(REVIEW, "2026-09-H2", project="CRANE"))
    at(10, 15, 14)(lambda: house.hold(REVIEW, "2026-09-H2", project="HERON"))

    # one editor shares every week, the other never; on Mondays the week is put together
    for day, what in (((9, 16), "卡点慢放"), ((9, 22), "呼吸感转场"), ((9, 29), "手写字幕"), ((10, 9), "分屏对话")):
        at(*day, 13)(lambda what=what: house.share_technique("JIAN", what))
    at(10, 13, 13)(lambda: house.share_technique("JIAN", "倒放开场"))
    for day in ((9, 14), (9, 21), (9, 28), (10, 8), (10, 12)):
        at(*day, 9, 30)(house.digest_ideas)

    # a grave comment at night, and a complaint that can wait for the morning
    at(9, 22, 23, 40)(lambda: house.say("CRANE-001", 1, "喝完上吐下泻,全家食物中毒了"))
    at(9, 22, 23, 45)(lambda: house.say("CRANE-002", 2, "太难喝了,再也不买"))
    at(9, 23, 0, 20)(lambda: house.answer_case("WU"))
    at(9, 23, 9, 40)(lambda: house.answer_case("WU"))

    # an incident in the holiday, which its owner cannot resolve
    at(10, 2, 21)(lambda: house.file_incident("CRANE", "LIN", "暴雨进水,样品全湿(虚构)"))
    at(10, 3, 10)(
        lambda: house.resolve_incident(
            "FEIYING", "从总仓调样品,十月八日到(虚构)", "样品分两处存放", moment(10, 3, 9, 30)
        )
    )
    return before, story
