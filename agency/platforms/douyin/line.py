"""One line to Douyin: sends a request, judges the envelope, and reads the payload into a shape."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from agency.domain.terms import label
from agency.domain.terms.figures import Platform
from agency.errors import PlatformUnavailable
from agency.locale import _
from agency.platforms.douyin.answers import payload
from agency.platforms.session import Manners, PlatformSession, Request

Shape = TypeVar("Shape", bound=BaseModel)


class DouyinLine:
    """A session with Douyin; to be closed after use, one for each thread."""

    def __init__(self, base_url: str, manners: Manners) -> None:
        self._session = PlatformSession(base_url, label(Platform.DOUYIN), manners)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def read(self, request: Request, shape: type[Shape]) -> Shape:
        """Ask, patiently, for something that may be asked twice."""
        return self._session.patiently(lambda: self.read_once(request, shape))

    def read_once(self, request: Request, shape: type[Shape]) -> Shape:
        """Ask a single time; raises by reaction, and PlatformUnavailable for a payload of another shape."""
        inside = payload(self._session.ask(request), request.path)
        try:
            return shape.model_validate(inside)
        except ValidationError as error:
            fields = ", ".join(sorted({".".join(map(str, each["loc"])) for each in error.errors()}))
        sentence = _("Douyin's answer at {path} cannot be read: {fields}.")
        raise PlatformUnavailable(sentence.format(path=request.path, fields=fields))
