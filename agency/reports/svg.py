"""Small drawings for Markdown: an SVG of our own as a data URI, in colours that read on light and on dark paper."""

import base64
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, EDGE = 240, 48, 4
LINE, QUIET = "#3b82f6", "#8b95a1"


def sparkline(values: Sequence[int | None], said: str) -> str:
    """Return a Markdown image of values one after the other; what is not known is a gap. Nothing without two known ones."""
    known = [value for value in values if value is not None]
    if len(known) <= 1:
        return ""
    low, high = min(known), max(known)
    points = [
        None if value is None else (across(place, len(values)), up(value, low, high))
        for place, value in enumerate(values)
    ]
    zero = f'<line x1="0" x2="{WIDTH}" y1="{up(0, low, high)}" y2="{up(0, low, high)}" stroke="{QUIET}" stroke-dasharray="3 3"/>'
    return image((zero if low <= 0 <= high else "") + "".join(strokes(points)), said, HEIGHT)


def strokes(points: Sequence[tuple[float, float] | None]) -> list[str]:
    """Return a line for each stretch of known points, a dot for one that stands alone."""
    stretches: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            stretches.append([])
        else:
            stretches[-1].append(point)
    return [stroke(stretch) for stretch in stretches if stretch]


def stroke(stretch: Sequence[tuple[float, float]]) -> str:
    """Return a stretch as a line, a single point as a dot."""
    if len(stretch) == 1:
        ((x, y),) = stretch
        return f'<circle cx="{x}" cy="{y}" r="2" fill="{LINE}"/>'
    drawn = " ".join(f"{x},{y}" for x, y in stretch)
    return f'<polyline points="{drawn}" fill="none" stroke="{LINE}" stroke-width="2"/>'


def across(place: int, count: int) -> float:
    """Return how far right a place lies."""
    return round(EDGE + (WIDTH - 2 * EDGE) * place / max(1, count - 1), 1)


def up(value: float, low: float, high: float) -> float:
    """Return how far down a value lies: the highest on top; all the same run through the middle."""
    share = (value - low) / (high - low) if high > low else 0.5
    return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share, 1)


def image(drawn: str, said: str, height: int) -> str:
    """Return drawn shapes as a Markdown image, with the words for who cannot see it."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
    whole = f"{svg}<title>{escape(said)}</title>{drawn}</svg>"
    return f"![{said}](data:image/svg+xml;base64,{base64.b64encode(whole.encode()).decode()})"
