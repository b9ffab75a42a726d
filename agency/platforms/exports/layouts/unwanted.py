"""Downloads that are known and not read, because they hold no snapshot of works and no day of an account."""

from collections.abc import Set
from dataclasses import dataclass

from agency.locale import _, term


@dataclass(frozen=True, kw_only=True)
class Unwanted:
    """A kind of file known by its headers, and the layout that should be downloaded in its place.

    ``only`` when it has no header beside these.
    """

    name: str
    headers: frozenset[str]
    wanted: str
    only: bool = False

    @property
    def sentence(self) -> str:
        """What a person is told who brings such a file."""
        sentence = _("this is {found}, which tells no figures of single works or days; download {wanted} instead")
        return sentence.format(found=term("Layout", self.name), wanted=term("Layout", self.wanted))

    def is_headed(self, headers: Set[str]) -> bool:
        """Tell whether normalised headers are those of this kind of file."""
        return self.headers == headers - {""} if self.only else self.headers <= headers


UNWANTED = (
    Unwanted(
        name="douyin period",
        headers=frozenset({"发布时间", "周期内投稿量", "播放量中位数"}),
        wanted="douyin works",
    ),
    Unwanted(
        name="douyin period",
        headers=frozenset({"发布时间", "体裁", "垂类", "周期内投稿量"}),
        wanted="douyin works",
    ),
    Unwanted(name="xiaohongshu overview", headers=frozenset({"指标", "数值"}), wanted="xiaohongshu notes", only=True),
    Unwanted(
        name="youtube chart", headers=frozenset({"date", "content", "videotitle", "views"}), wanted="youtube table"
    ),
    Unwanted(name="youtube totals", headers=frozenset({"date", "views"}), wanted="youtube table", only=True),
    Unwanted(name="tiktok viewers", headers=frozenset({"date", "totalviewers"}), wanted="tiktok overview days"),
    Unwanted(
        name="tiktok follower activity",
        headers=frozenset({"date", "hour", "activefollowers"}),
        wanted="tiktok follower days",
    ),
    Unwanted(name="tiktok audience", headers=frozenset({"gender", "distribution"}), wanted="tiktok works", only=True),
    Unwanted(
        name="tiktok audience",
        headers=frozenset({"topterritories", "distribution"}),
        wanted="tiktok works",
        only=True,
    ),
)
