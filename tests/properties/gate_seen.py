"""What came of one happening: the house before it and after, and what may have changed between."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.every_row import Rows, changed, every_row
from tests.properties import gate_oracle as oracle
from tests.properties.gate_world import Asked, World

LINKED = {"ledger_links"}  # the chain over the ledger's rows grows with each of them


@dataclass
class Seen:
    """The house before something happened and after."""

    before: oracle.Ledger
    rows: Rows
    after: oracle.Ledger
    left: Rows

    @classmethod
    def of(cls, world: World) -> "Seen":
        """Return the house as it is."""
        ledger, rows = oracle.read(world.engine), every_row(world.engine)
        return cls(ledger, rows, ledger, rows)

    def look_again(self, world: World) -> None:
        """See what came of it."""
        self.after, self.left = oracle.read(world.engine), every_row(world.engine)

    @property
    def is_as_before(self) -> bool:
        return self.rows == self.left

    def check_decided(self, comment: str) -> dict[str, str]:
        """Check that one decision was added, the one with this comment; return it by its id."""
        new = self.after.said.keys() - self.before.said.keys()
        assert len(new) == 1, f"{len(new)} decisions came of one answer"
        (key,) = new
        assert self.after.said[key][1].comment == comment
        return {key: comment}

    def check_submitted(self, asked: Asked, values: Mapping[str, object]) -> None:
        """Check that one round was added with what was handed in; days may have passed that it names, which is refused."""
        if self.after.refused != self.before.refused:
            self.check_refused(asked)
            return
        new = [one for one in self.after.rounds if one not in self.before.rounds and one.author is not None]
        assert len(new) == 1, f"{len(new)} rounds came of one submission"
        assert new[0].submitted == values
        assert new[0].gate == asked.work.gate

    def check_refused(self, asked: Asked) -> None:
        """Check that the answer was kept as refused, and nothing else happened."""
        touched = changed(self.rows, self.left) - LINKED
        assert touched == {"refused_answers"}, f"a refused answer changed {sorted(touched)}"
        assert {one[2] for one in self.after.refused - self.before.refused} == {asked.question.key}
