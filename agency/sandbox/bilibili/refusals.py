"""Bilibili's refusals: a code and its words in the one envelope, always with status 200."""

from datetime import datetime
from hashlib import sha256

from pydantic import JsonValue

from agency.errors import AgencyError
from agency.sandbox.face import Body

BAD_PARAMETER = "4000"
UNKNOWN_APPLICATION = "4001"
BAD_SIGNATURE = "4002"
STALE = "4003"
REPEATED = "4004"
UNKNOWN_METHOD = "4005"
UNKNOWN_VERSION = "4006"
BAD_DIGEST = "4008"
THROTTLED = "4009"
UNKNOWN_ADDRESS = "4012"
WRONG_CLIENT = "122000"
WRONG_SECRET = "122001"  # noqa: S105 - a code of the contract
UNKNOWN_CODE = "122002"
DEAD_REFRESH_TOKEN = "122007"  # noqa: S105 - a code of the contract
NO_SUCH_WORK = "123004"
BAD_TOKEN = "127001"  # noqa: S105 - a code of the contract
QUOTA_USED_UP = "127009"
SCOPE_NOT_GRANTED = "127011"

_WORDS = {
    BAD_PARAMETER: "参数错误",
    UNKNOWN_APPLICATION: "配置无效",
    BAD_SIGNATURE: "签名异常",
    STALE: "请求过期",
    REPEATED: "重复请求",
    UNKNOWN_METHOD: "签名method异常",
    UNKNOWN_VERSION: "签名版本异常",
    BAD_DIGEST: "MD5校验失败",
    THROTTLED: "接口访问限制",
    UNKNOWN_ADDRESS: "BizCode不支持该方法",
    WRONG_CLIENT: "client_id错误",
    WRONG_SECRET: "client_secret 错误",
    UNKNOWN_CODE: "code未找到",
    DEAD_REFRESH_TOKEN: "refreshToken不合法",
    NO_SUCH_WORK: "不存在该稿件",
    BAD_TOKEN: "access_token验证错误",
    QUOTA_USED_UP: "接口请求次数达到上限",
    SCOPE_NOT_GRANTED: "该接口用户未授权",
    "127007": "应用无该接口权限",
}


class Refusal(AgencyError):
    """The sandbox answers with this error of the contract instead of figures or tokens."""

    def __init__(self, code: str) -> None:
        super().__init__(words(code))
        self.code = code


def words(code: str) -> str:
    """Return what the platform says beside a code."""
    return _WORDS.get(code, "系统异常")


def enveloped(data: JsonValue, now: datetime, code: str = "0") -> Body:
    """Wrap what an endpoint has to say, or with a code other than 0 why it says nothing."""
    said = "0" if code == "0" else words(code)
    return {"code": int(code), "message": said, "ttl": 1, "request_id": trace(now), "data": data}


def trace(now: datetime) -> str:
    """Return the id under which the platform's support desk would find a call."""
    return sha256(now.isoformat().encode()).hexdigest()[:32]
