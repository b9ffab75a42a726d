"""Who has published what: all channels of the sandbox, seen by their owner or by a stranger with a key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from agency.domain.terms.figures import Visibility
from agency.sandbox.description import SandboxAccount, SandboxWork

BY_LINK = frozenset({Visibility.PUBLIC, Visibility.FRIENDS})


class Channel:
    """An account with its uploads; its ``open_id`` is the channel's id, a work's ``item_id`` that of the video."""

    def __init__(self, account: SandboxAccount) -> None:
        self.account = account
        self.uploads = f"UU{account.open_id.removeprefix('UC')}"
        self._newest_first = sorted(account.works, key=lambda work: work.published_at, reverse=True)

    def entries(self, now: datetime) -> list[SandboxWork]:
        """Return what was ever uploaded until now; a deleted video keeps its entry."""
        return [work for work in self._newest_first if work.published_at <= now]

    def works(self, now: datetime) -> list[SandboxWork]:
        """Return the videos that exist now."""
        return [work for work in self.entries(now) if work.visibility != Visibility.DELETED]


@dataclass(frozen=True, kw_only=True)
class Library:
    """All channels."""

    channels: Mapping[str, Channel] = field(default_factory=dict)

    @cached_property
    def by_uploads(self) -> Mapping[str, Channel]:
        """Return the channels by the list of their uploads."""
        return {channel.uploads: channel for channel in self.channels.values()}

    @cached_property
    def videos(self) -> Mapping[str, tuple[Channel, SandboxWork]]:
        """Return every video with its channel by its id."""
        return {work.item_id: (channel, work) for channel in self.channels.values() for work in channel.account.works}


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who asks: a channel's owner, or a stranger (None) who sees what is public."""

    owner: Channel | None = None

    def sees(self, channel: Channel, work: SandboxWork, now: datetime) -> bool:
        """Tell whether a video exists for this viewer once its id is known."""
        if work.published_at > now or work.visibility == Visibility.DELETED:
            return False
        return channel is self.owner or work.visibility in BY_LINK

    def lists(self, channel: Channel, work: SandboxWork) -> bool:
        """Tell whether a video has an entry in the list of uploads that this viewer sees."""
        return channel is self.owner or work.visibility != Visibility.FRIENDS
