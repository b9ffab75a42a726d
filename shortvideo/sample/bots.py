"""The bots of the sample's groups: the sandbox plays them, and the demo's settings name them as an agency's would."""

from collections.abc import Iterator

from agency.domain.terms.sharing import ChatChannel
from agency.sandbox.bots import hook_path
from agency.sandbox.description import SandboxBot
from config.settings import ChatGroup
from shortvideo.sample.telling import ToldChat, told_agency


def sample_bots() -> tuple[SandboxBot, ...]:
    """Return the bots that the sandbox is told of."""
    return tuple(
        SandboxBot(channel=chat.channel, token=token_of(chat), secret=secret_of(chat)) for chat in sample_chats()
    )


def sample_groups() -> tuple[ChatGroup, ...]:
    """Return what the demo's settings say of the groups."""
    return tuple(
        ChatGroup(
            code=chat.code,
            channel=chat.channel.value,
            url_env=f"DEMO_BOT_{variable(chat)}",
            secret_env=f"DEMO_KEY_{variable(chat)}" if secret_of(chat) else "",
        )
        for chat in sample_chats()
    )


def sample_webhooks(base_url: str) -> dict[str, str]:
    """Return the variables that those settings name; they open nothing but the sandbox at this address."""
    told = {f"DEMO_BOT_{variable(chat)}": base_url + hook_path(chat.channel, token_of(chat)) for chat in sample_chats()}
    return told | {f"DEMO_KEY_{variable(chat)}": secret_of(chat) for chat in sample_chats() if secret_of(chat)}


def sample_chats() -> Iterator[ToldChat]:
    """Yield the sample's groups."""
    return (chat for project in told_agency().projects for chat in project.chats)


def handles(code: str) -> dict[str, str]:
    """Return what the channels know somebody of the sample by."""
    known = code.lower()
    return {ChatChannel.FEISHU: f"ou_demo_{known}", ChatChannel.DINGTALK: f"demo-{known}", ChatChannel.WECOM: known}


def token_of(chat: ToldChat) -> str:
    """Return the token of a group's bot."""
    return f"demo-{chat.code.lower()}"


def secret_of(chat: ToldChat) -> str:
    """Return the key that a group's bot signs with, nothing at WeCom, which has no signatures."""
    return "" if chat.channel == ChatChannel.WECOM else f"SECdemo{chat.code.lower()}"


def variable(chat: ToldChat) -> str:
    """Return a group's code as it may stand in the name of a variable."""
    return chat.code.replace("-", "_")
