"""The platform's error codes, spoken in its own words."""

from agency.errors import AgencyError


class Refusal(AgencyError):
    """The sandbox answers with this error code of the contract instead of figures."""

    def __init__(self, code: int) -> None:
        super().__init__(words(code))
        self.code = code


BAD_PARAMETER = 28001007
INVALID_TOKEN = 28001003
EXPIRED_TOKEN = 28001008
SCOPE_NOT_GRANTED = 28001012
UNKNOWN_URI = 28001017
CAPABILITY_GONE = 28001056
QUOTA_USED_UP = 28003017
THROTTLED = 28003018
OAUTH_PARAMETER = 10002
OAUTH_CLIENT_KEY = 10003
OAUTH_PERMISSION = 10004
OAUTH_CODE = 10007
OAUTH_REFRESH_EXPIRED = 10010
OAUTH_SECRET = 10013
OAUTH_RENEW_LIMIT = 10020

_WORDS = {
    BAD_PARAMETER: "参数不合法",
    INVALID_TOKEN: "access_token无效",
    EXPIRED_TOKEN: "access_token过期,请刷新或重新授权",
    SCOPE_NOT_GRANTED: "用户未授权该api",
    UNKNOWN_URI: "请求的接口不存在",
    CAPABILITY_GONE: "该能力API已下线,不再支持调用",
    QUOTA_USED_UP: "quota已用完",
    THROTTLED: "接口调用过于频繁,请稍后再试",
    OAUTH_PARAMETER: "参数错误",
    OAUTH_CLIENT_KEY: "client_key 错误",
    OAUTH_PERMISSION: "应用权限不足",
    OAUTH_CODE: "授权码过期",
    OAUTH_REFRESH_EXPIRED: "refresh_token过期",
    OAUTH_SECRET: "client_key 或者 client_secret 报错",
    OAUTH_RENEW_LIMIT: "refresh_token 刷新次数超过上限",
}


def words(code: int) -> str:
    """Return what the platform says beside a code."""
    return _WORDS.get(code, "系统繁忙,请稍候再试")
