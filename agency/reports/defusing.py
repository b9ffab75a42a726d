"""Makes a text harmless where a program might take it for a formula: in files with commas, which know no types."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet begins a formula with; some take the wide characters for the narrow ones."""


def defused(text: str) -> str:
    """Return a text with an apostrophe before it where it could be taken for a formula; any other as it is."""
    return f"'{text}" if text.startswith(DANGEROUS) or text.lstrip(" \u00a0\u3000").startswith(DANGEROUS) else text
