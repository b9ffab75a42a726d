"""Cuts a text to a channel's size: between paragraphs if it can, else between lines, else between characters.

A character is what a reader takes for one (a grapheme): an emoji of several people stays whole. A link and a mention are
never cut. Nothing is lost, and the same text is always cut the same way.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from agency.notices.dialects import Dialect
from agency.notices.markdown import Gap, Kind, Line, Link, Run, Words

CHARACTER = regex.compile(r"\X")


def pages(lines: Sequence[Line], dialect: Dialect, room: int) -> list[list[Line]]:
    """Return the lines in pages of at most so many bytes each, at least one page; the room must hold any character."""
    filled = Filling(dialect, room)
    for paragraph in paragraphs(lines):
        if not filled.takes(paragraph):
            add_by_lines(filled, paragraph)
    return filled.pages


@dataclass
class Filling:
    """Pages as they are filled, and what the last one has taken."""

    dialect: Dialect
    room: int
    pages: list[list[Line]] = field(default_factory=lambda: [[]])
    taken: int = 0

    def takes(self, lines: Sequence[Line]) -> bool:
        """Put lines on the last page, or on a new one where they fit only there; False where they fit on none."""
        for begin_anew in (False, True):
            if begin_anew and self.pages[-1]:
                self.pages.append([])
                self.taken = 0
            needed = self.size(lines)
            if self.taken + needed <= self.room:
                self.pages[-1].extend(lines)
                self.taken += needed
                return True
        return False

    def size(self, lines: Sequence[Line]) -> int:
        """Return what lines would take on the last page, with the gaps between."""
        is_first = not self.pages[-1]
        return sum(
            self.dialect.size(("" if is_first and not place else self.dialect.gap(line)) + self.dialect.line(line))
            for place, line in enumerate(lines)
        )


def add_by_lines(filled: Filling, paragraph: Sequence[Line]) -> None:
    """Put a paragraph that fits on no page there line by line, and a line that does not either in pieces."""
    for line in paragraph:
        if not filled.takes([line]):
            for piece in pieces(line, filled.dialect, filled.room):
                filled.takes([piece])


def paragraphs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield the lines that belong together; a heading stays with the line below it."""
    together: list[Line] = []
    for line in lines:
        if together and line.gap is Gap.PARAGRAPH and together[-1].kind is not Kind.HEADING:
            yield together
            together = []
        together.append(line)
    if together:
        yield together


def pieces(line: Line, dialect: Dialect, room: int) -> Iterator[Line]:
    """Yield a line in pieces that fit on a page each; only the first looks like what the line was."""
    runs: list[Run] = []
    form, taken = line, size_of_form(line, dialect)
    for run in solid_runs(line.runs, dialect, room):
        needed = added_size(run, runs, dialect)
        if runs and taken + needed > room:
            yield replace(form, runs=joined(runs))
            form, runs = Line(runs=(), gap=Gap.NONE), []
            taken, needed = 0, added_size(run, runs, dialect)
        runs.append(run)
        taken += needed
    yield replace(form, runs=joined(runs))


def size_of_form(line: Line, dialect: Dialect) -> int:
    """Return what a line takes beside its runs."""
    return dialect.size(dialect.gap(line) + dialect.line(replace(line, runs=())))


def added_size(run: Run, before: Sequence[Run], dialect: Dialect) -> int:
    """Return what a run adds to those before it: words that go on in the same kind need no marks of their own."""
    last = before[-1] if before else None
    if isinstance(run, Words) and isinstance(last, Words) and last.bold is run.bold:
        return dialect.size(dialect.plain(run.text))
    return dialect.size(dialect.run(run))


def solid_runs(runs: Iterable[Run], dialect: Dialect, room: int) -> Iterator[Run]:
    """Yield runs none of which may be cut: words come character by character, links and mentions whole.

    A link too long for any page comes as words, its address after its label.
    """
    for run in runs:
        match run:
            case Words(text, bold):
                yield from (Words(each, bold) for each in characters(text, dialect, room))
            case Link(text, url) if dialect.size(f"- {dialect.run(run)}") > room:
                yield from (Words(each) for each in characters(f"{text} {url}", dialect, room))
            case _:
                yield run


def characters(text: str, dialect: Dialect, room: int) -> Iterator[str]:
    """Yield the characters of a text; one that no page could hold comes apart."""
    for character in CHARACTER.findall(text):
        if dialect.size(dialect.run(Words(character, bold=True))) + len("- ") > room:
            yield from character
        else:
            yield character


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs with neighbouring words of one kind as one."""
    together: list[list[Run]] = []
    for run in runs:
        if (
            isinstance(run, Words)
            and together
            and isinstance(last := together[-1][-1], Words)
            and last.bold is run.bold
        ):
            together[-1].append(run)
        else:
            together.append([run])
    return tuple(merged(each) for each in together)


def merged(runs: Sequence[Run]) -> Run:
    """Return words as one run; anything else stands alone."""
    first = runs[0]
    if not isinstance(first, Words):
        return first
    return Words("".join(run.text for run in runs if isinstance(run, Words)), first.bold)
