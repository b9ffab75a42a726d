"""A CSV file as a grid: its encoding told from its bytes, its cells by a real CSV reader."""

import csv
import io

from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.grid import Grid
from agency.platforms.exports.limits import Limits

SPREADSHEET_TEXT = b"\xff\xfe"  # what a spreadsheet saves as "Unicode text"
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",\t;"


def read_delimited(content: bytes, limits: Limits) -> Grid:
    """Return the table of a CSV file; ``BadInput`` when the bytes are no text or the quotes do not close."""
    encoding, text = decoded(content)
    first_line = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first_line.count), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(rows) == limits.rows or len(row) > limits.columns:
                sentence = _("the file has more than {rows} rows or {columns} columns")
                raise BadInput(sentence.format(rows=limits.rows, columns=limits.columns))
            rows.append(row)
    except csv.Error as error:
        sentence = _("the quotes of the CSV file do not close, near line {line}")
        raise BadInput(sentence.format(line=reader.line_num)) from error
    return Grid(sheet=None, encoding=encoding, rows=rows)


def decoded(content: bytes) -> tuple[str, str]:
    """Return the encoding and the text: a byte-order mark, else strict UTF-8, else strict GB18030; never a guess."""
    candidates = ("utf-16",) if content.startswith(SPREADSHEET_TEXT) else ENCODINGS
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return encoding, text
    raise BadInput(_("this is neither an Excel workbook nor a CSV file"))
