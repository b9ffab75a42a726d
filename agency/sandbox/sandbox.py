"""One running sandbox: its description, clock and troubles, the face of every platform, and the hooks of the bots."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from agency.domain.terms.figures import Platform
from agency.sandbox.bilibili.face import BilibiliFace
from agency.sandbox.bots import BotDesk
from agency.sandbox.clock import Clock
from agency.sandbox.description import SandboxAgency
from agency.sandbox.dingtalk.hook import DingTalkHook
from agency.sandbox.douyin.face import DouyinFace
from agency.sandbox.face import Face
from agency.sandbox.faults import Faults
from agency.sandbox.feishu.hook import FeishuHook
from agency.sandbox.kuaishou.face import KuaishouFace
from agency.sandbox.tiktok.face import TikTokFace
from agency.sandbox.wecom.hook import WeComHook
from agency.sandbox.youtube.face import YouTubeFace

FACES: Mapping[Platform, Callable[[SandboxAgency, Clock], Face]] = {
    Platform.DOUYIN: DouyinFace,
    Platform.BILIBILI: BilibiliFace,
    Platform.TIKTOK: TikTokFace,
    Platform.KUAISHOU: KuaishouFace,
    Platform.YOUTUBE: YouTubeFace,
}


class Sandbox:
    """The state behind one server; used from one thread, the event loop's."""

    def __init__(self, agency: SandboxAgency, clock: Clock) -> None:
        self.clock = clock
        self.faults = Faults()
        self.calls: Counter[str] = Counter()
        self.faces = {platform: face(_part_of(agency, platform), clock) for platform, face in FACES.items()}
        self.bots = BotDesk(agency.bots, clock)
        self.hooks = [hook(self.bots).route for hook in (FeishuHook, DingTalkHook, WeComHook)]
        self._platforms = {account.open_id: account.platform for account in agency.accounts}

    def face_of(self, open_id: str) -> Face:
        """Return the platform on which an account lives; ``KeyError`` for an account that is not described."""
        return self.faces[self._platforms[open_id]]

    def token_ends(self) -> Mapping[str, datetime]:
        """Return until when each token of any platform lives."""
        return {token: ends for face in self.faces.values() for token, ends in face.token_ends().items()}


def _part_of(agency: SandboxAgency, platform: Platform) -> SandboxAgency:
    return replace(agency, accounts=tuple(each for each in agency.accounts if each.platform == platform))
