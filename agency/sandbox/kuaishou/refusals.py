"""Kuaishou's refusals: a number beside which a sentence stands, always with status 200 (``KwaiOpenResultCode`` of its SDK)."""

from collections.abc import Mapping

from agency.errors import AgencyError
from agency.sandbox.face import Body

SUCCESS = 1
BAD_PARAMETER = 100200100
BAD_CLIENT = 100200101
DENIED = 100200102
BAD_GRANT_TYPE = 100200104
BAD_CODE = 100200105
EXPIRED_TOKEN = 100200108
REFRESH_EXPIRED = 100200113
THROTTLED = 100200410
NO_SUCH_WORK = 120001

_WORDS: Mapping[int, str] = {
    BAD_PARAMETER: "invalid request",
    BAD_CLIENT: "unauthorized client",
    DENIED: "access denied",
    BAD_GRANT_TYPE: "unsupported grant type",
    BAD_CODE: "invalid grant",
    EXPIRED_TOKEN: "access_token过期",
    REFRESH_EXPIRED: "refresh_token过期",
    THROTTLED: "api限流",
    NO_SUCH_WORK: "视频不存在",
}


class Refusal(AgencyError):
    """The sandbox answers with this code of the contract instead of figures or tokens."""

    def __init__(self, code: int) -> None:
        super().__init__(words(code))
        self.code = code

    @property
    def body(self) -> Body:
        """Return the refusal as the platform speaks it."""
        return {"result": self.code, "error_msg": words(self.code)}


def words(code: int) -> str:
    """Return what the platform says beside a code."""
    return _WORDS.get(code, "服务内部错误")
