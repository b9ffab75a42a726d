"""The shapes in which YouTube sends figures, read leniently: counters are text, and what is hidden or empty is not sent."""

from datetime import UTC, date, timedelta
from typing import Annotated, Generic, TypeVar

from pydantic import AliasChoices, AliasPath, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Visibility
from agency.platforms.reader import Said
from agency.platforms.told import LONGEST_S, Lifetime, Total

_PRIVACIES = {
    "public": Visibility.PUBLIC,
    "unlisted": Visibility.FRIENDS,
    "private": Visibility.PRIVATE,
}
_UPLOADS = {
    "uploaded": Visibility.IN_REVIEW,
    "failed": Visibility.NOT_SUITABLE,
    "rejected": Visibility.NOT_SUITABLE,
    "deleted": Visibility.DELETED,
}

T = TypeVar("T")
Listed = Annotated[list[T], BeforeValidator(lambda given: given or [])]


class Wire(BaseModel):
    """A shape whose names are YouTube's in camel case."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False, coerce_numbers_to_str=True, alias_generator=to_camel)


class Page(Wire, Generic[T]):
    """One page; only a ``next_page_token`` tells that there is another."""

    items: Listed[T] = Field(default_factory=list)
    next_page_token: str | None = None


class RelatedPlaylists(Wire):
    """The lists that YouTube keeps for a channel; ``uploads`` holds all that it ever published."""

    uploads: str = ""


class ChannelDetails(Wire):
    """What a channel is made of."""

    related_playlists: RelatedPlaylists = RelatedPlaylists()


class ChannelStatistics(Wire):
    """How a channel stands at this moment."""

    subscriber_count: Total = None
    hidden_subscriber_count: bool = False
    video_count: Total = None


class Channel(Wire):
    """A channel."""

    id: str
    content_details: ChannelDetails = ChannelDetails()
    statistics: ChannelStatistics = ChannelStatistics()

    def on(self, day: date) -> AccountDay:
        """Return how the channel stands as a day; subscribers that are hidden count as 0 there, which tells nothing."""
        told = self.statistics
        hidden = told.hidden_subscriber_count and not told.subscriber_count
        followers = None if hidden else told.subscriber_count
        return AccountDay(day=day, followers_total=followers, works_total=told.video_count)


class Upload(Wire):
    """One entry of the list of uploads; the entry of a deleted video may stay for a while."""

    video_id: str = Field(
        validation_alias=AliasChoices(
            AliasPath("contentDetails", "videoId"), AliasPath("snippet", "resourceId", "videoId")
        )
    )


class Snippet(Wire):
    """What is written about a video."""

    published_at: AwareDatetime
    title: str = ""


class VideoDetails(Wire):
    """What a video is made of."""

    duration: timedelta | None = None

    @property
    def length_ms(self) -> int | None:
        """How long it is, None where nothing sensible is told."""
        told = self.duration
        is_length = told is not None and timedelta() < told <= timedelta(seconds=LONGEST_S)
        return told // timedelta(milliseconds=1) if told and is_length else None


class Status(Wire):
    """Who may see a video, and how far its upload has come."""

    privacy_status: str = ""
    upload_status: str = ""

    def visibility(self) -> Visibility | None:
        """Return what the public sees; an unlisted video is for those to whom its link was given, hence for friends."""
        return _UPLOADS.get(self.upload_status) or _PRIVACIES.get(self.privacy_status)


class Statistics(Wire):
    """The counters of a video; YouTube tells shares and saves of no video here."""

    view_count: Total = None
    like_count: Total = None
    comment_count: Total = None


class Video(Wire):
    """One video with the parts that were asked for."""

    id: str
    snippet: Snippet
    content_details: VideoDetails = VideoDetails()
    status: Status = Status()
    statistics: Statistics = Statistics()

    def figures(self) -> WorkFigures:
        """Return the video as figures; a stream that has not begun has a duration of 0, which tells nothing."""
        counted = self.statistics
        return WorkFigures(
            title=self.snippet.title,
            published_at=self.snippet.published_at.astimezone(UTC),
            item_id=self.id,
            visibility=self.status.visibility(),
            link=f"https://www.youtube.com/watch?v={self.id}",
            duration_ms=self.content_details.length_ms,
            plays=counted.view_count,
            likes=counted.like_count,
            comments=counted.comment_count,
        )


class AuthorChannel(Wire):
    """The channel of who said something, by the platform's own id."""

    value: str = ""


class CommentSnippet(Wire):
    """What was said; without the name and the picture of who said it: a stranger's are not ours to keep."""

    text_display: str = ""
    text_original: str | None = None
    like_count: Total = None
    published_at: AwareDatetime
    author_channel_id: AuthorChannel = AuthorChannel()


class Comment(Wire):
    """One comment."""

    id: str
    snippet: CommentSnippet


class ThreadSnippet(Wire):
    """A comment and how often it was answered."""

    top_level_comment: Comment
    total_reply_count: Total = None


class Thread(Wire):
    """One thread beneath a video."""

    snippet: ThreadSnippet

    def said(self) -> Said:
        """Return the comment that began the thread as it is kept; YouTube does not tell which one is pinned."""
        first = self.snippet.top_level_comment
        return Said(
            comment_id=first.id,
            content=first.snippet.text_original or first.snippet.text_display,
            said_at=first.snippet.published_at.astimezone(UTC),
            likes=first.snippet.like_count,
            replies=self.snippet.total_reply_count,
            author=first.snippet.author_channel_id.value,
        )


class Given(Wire):
    """A token and for how many seconds from now; the one that refreshes comes with a consent, and seldom later.

    Only a consent that was given for a time, or to an application on trial, tells an end of the refresh token.
    """

    model_config = ConfigDict(alias_generator=None)

    access_token: str
    expires_in: Lifetime
    refresh_token: str | None = None
    refresh_token_expires_in: Lifetime | None = None
    scope: str = ""


# Made once: pydantic forgets a shape of its making as soon as nobody holds it, and making one takes milliseconds.
CHANNELS = Page[Channel]
UPLOADS = Page[Upload]
VIDEOS = Page[Video]
THREADS = Page[Thread]
