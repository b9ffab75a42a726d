"""What one call asks for, once its key or token is found good and its parameters are those of the contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agency.sandbox.youtube.library import Channel, Library, Viewer
from agency.sandbox.youtube.parameters import Values
from agency.sandbox.youtube.refusals import Refusal


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call."""

    viewer: Viewer
    library: Library
    now: datetime
    values: Values

    def text(self, name: str) -> str:
        """Return a parameter, empty when it was not sent."""
        return next(iter(self.values.get(name, ())), "")

    def texts(self, name: str) -> Sequence[str]:
        """Return a parameter that may be sent several times, or once with commas."""
        return [each for text in self.values.get(name, ()) for each in text.split(",") if each]

    def number(self, name: str) -> int:
        """Return a numeric parameter that was sent or has a default."""
        return int(self.text(name))

    def parts(self, played: Sequence[str]) -> Sequence[str]:
        """Return the parts that are wanted; one that the sandbox does not play is refused like one that is invented."""
        for part in self.texts("part"):
            if part not in played:
                raise Refusal("unknownPart", f"'{part}'", about="part")
        return self.texts("part")

    def owner(self) -> Channel:
        """Return the channel of whoever asks; a stranger has none."""
        if self.viewer.owner is None:
            raise Refusal("authorizationRequired", about="mine")
        return self.viewer.owner
