"""Opens a workbook as somebody else does: its cells by calamine, what surrounds them by the XML inside."""

import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def cells(path: Path, sheet: str) -> list[list[Any]]:
    """Return the cells of a sheet, header and all."""
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def records(path: Path, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by their headers."""
    head, *rows = cells(path, sheet)
    return [dict(zip(head, row, strict=True)) for row in rows]


def names(path: Path) -> list[str]:
    """Return the sheets' names in their order."""
    return CalamineWorkbook.from_path(str(path)).sheet_names


def xml_of(path: Path, sheet: str) -> ET.Element:
    """Return the XML of a sheet."""
    with zipfile.ZipFile(path) as inside:
        book, places = part(inside, "xl/workbook.xml"), part(inside, "xl/_rels/workbook.xml.rels")
        target = {place.attrib["Id"]: place.attrib["Target"] for place in places}
        known = {each.attrib["name"]: each.attrib[f"{REL}id"] for each in book.iter(f"{MAIN}sheet")}
        return part(inside, f"xl/{target[known[sheet]]}")


def part(inside: zipfile.ZipFile, name: str) -> ET.Element:
    """Return one part of a workbook that we wrote."""
    return ET.fromstring(inside.read(name))  # noqa: S314


def hidden_sheets(path: Path) -> list[str]:
    """Return the names of the sheets that are not shown."""
    with zipfile.ZipFile(path) as inside:
        book = part(inside, "xl/workbook.xml")
    return [each.attrib["name"] for each in book.iter(f"{MAIN}sheet") if each.attrib.get("state") == "hidden"]


def letter(path: Path, sheet: str, header: str) -> str:
    """Return the letter of the column with a header."""
    place, found = cells(path, sheet)[0].index(header) + 1, ""
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def rules_for(path: Path, sheet: str, header: str) -> list[ET.Element]:
    """Return the rules that the cells below a header are held to."""
    column = letter(path, sheet, header)
    wanted = re.compile(rf"{column}[2-9]\d*(:{column}\d+)?")
    rules = xml_of(path, sheet).iter(f"{MAIN}dataValidation")
    return [rule for rule in rules if any(wanted.fullmatch(part) for part in rule.attrib["sqref"].split())]


def conditions_for(path: Path, sheet: str, header: str) -> list[str]:
    """Return the formulas by which the cells below a header stand out."""
    column = letter(path, sheet, header)
    found = xml_of(path, sheet).iter(f"{MAIN}conditionalFormatting")
    mine = [each for each in found if re.match(rf"{column}2(:|$)", each.attrib["sqref"])]
    return [str(formula.text) for each in mine for formula in each.iter(f"{MAIN}formula")]
