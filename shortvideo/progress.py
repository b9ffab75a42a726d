"""What the person at the terminal sees while things are being done."""

import sys
import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Progress:
    """Tells which step was done, and how long after the beginning."""

    begun: float = field(default_factory=time.monotonic)

    def say(self, sentence: str) -> None:
        """Print one sentence after the seconds since the beginning."""
        tell(f"{time.monotonic() - self.begun:6.1f} s  {sentence}")


def tell(sentence: str) -> None:
    """Print one sentence at once, also where the output is a pipe."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
