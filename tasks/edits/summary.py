"""What becomes, or became, of a workbook of the six tables, in the words of the one who gave it back (C4)."""

from collections.abc import Mapping, Sequence

from agency.domain.calendar import beijing_minute
from agency.locale import _
from config.standard import standard
from tasks.edits.values import Edit, EditPlan, Refusal, SheetFate, SheetPlan
from tasks.gate.exhibits import table

MOST_IN_A_FORM = 20
MOST_IN_A_NOTE = 400
MOST_ON_THE_PAGE = 5_000
BYTES_OF_A_SHEET = 180_000  # Prefect's page takes no more than a megabyte, and there are five sheets to write in
LONGEST_CELL = 200


def heading(plan: EditPlan) -> str:
    """Return which file it is."""
    return _("{file} → the six tables").format(file=plan.file.name)


def totals(plan: EditPlan, *, written: bool) -> str:
    """Return how many sheets come to what, and whether that is on record."""
    taken, refused = plan.of(SheetFate.TAKEN), plan.of(SheetFate.REFUSED)
    if not taken:
        return nothing_to_write(plan, refused)
    counted = _("{edits} values change in {taken} sheets; {refused} sheets refused").format(
        edits=len(plan.edits), taken=len(taken), refused=len(refused)
    )
    standing = _("on record") if written else _("nothing is written yet")
    return _("{counted}; {standing}").format(counted=counted, standing=standing)


def nothing_to_write(plan: EditPlan, refused: Sequence[SheetPlan]) -> str:
    """Return why nothing of a workbook is written."""
    if refused:
        return _("{refused} sheets refused, no sheet changes: nothing was written").format(refused=len(refused))
    if plan.of(SheetFate.KNOWN):
        return _("this very file was taken before: nothing was changed")
    return _("nothing in it differs from the records: nothing was changed")


def summary(plan: EditPlan, *, written: bool) -> str:
    """Return some readable lines for a terminal, a note or a log."""
    lines = [heading(plan), totals(plan, written=written)]
    for sheet in plan.sheets:
        lines += [fate_of(sheet), *(f"  - {line}" for line in told_of(sheet, MOST_IN_A_NOTE))]
    return "\n".join(lines)


def told_of(sheet: SheetPlan, most: int) -> list[str]:
    """Return the sentences on a sheet: what changes or why not, which gates open again, what is worth saying."""
    changes = [refusal_line(one) for one in sheet.refusals] or [edit_line(one) for one in sheet.edits]
    rest = [_("… and {count} more").format(count=len(changes) - most)] if len(changes) > most else []
    return [*changes[:most], *rest, *gate_lines(sheet.gates), *sheet.remarks]


def edit_line(edit: Edit) -> str:
    """Return one change as a line."""
    line = _("row {number} {code}, {column}: {before} → {after}").format(
        number=edit.number, code=edit.code, column=edit.column, before=edit.shown_before, after=edit.shown_after
    )
    return _("{line} (along with it: {whose})").format(line=line, whose=edit.follows) if edit.follows else line


def refusal_line(refusal: Refusal) -> str:
    """Return why something is not taken as a line."""
    if not refusal.number:
        return refusal.reason
    told = {"number": refusal.number, "code": refusal.code, "reason": refusal.reason}
    if not refusal.column:
        return _("row {number} {code}: {reason}").format(**told)
    return _("row {number} {code}, {column} “{given}”: {reason}").format(
        column=refusal.column, given=refusal.given, **told
    )


def gate_lines(gates: Mapping[str, Sequence[str]]) -> list[str]:
    """Return which passed gates stand open again."""
    sentence = _("{gate} {name} was passed on what changes here and is asked again: {codes}")
    names = standard().gates
    return [
        sentence.format(gate=gate, name=names[gate].name, codes=_(", ").join(codes)) for gate, codes in gates.items()
    ]


def fate_of(sheet: SheetPlan) -> str:
    """Return what becomes of a sheet as one line."""
    match sheet.fate:
        case SheetFate.TAKEN:
            return _("“{sheet}”: {count} values change").format(sheet=sheet.name, count=len(sheet.edits))
        case SheetFate.REFUSED:
            sentence = _("“{sheet}”: refused, nothing of it is written ({count} reasons, {edits} changed cells)")
            return sentence.format(sheet=sheet.name, count=len(sheet.refusals), edits=len(sheet.edits))
        case SheetFate.UNCHANGED:
            return _("“{sheet}”: nothing changed").format(sheet=sheet.name)
        case SheetFate.KNOWN:
            given = sheet.before
            moment = beijing_minute(given.created_at) if given else ""
            sentence = _("“{sheet}”: this very file was taken on {moment}; nothing was changed")
            return sentence.format(sheet=sheet.name, moment=moment)


def page(plan: EditPlan, *, written: bool = False, most: int = MOST_ON_THE_PAGE) -> str:
    """Return the same as Markdown, the changes and the reasons as tables."""
    parts = [f"**{heading(plan)}**", totals(plan, written=written), rule(plan)]
    for sheet in sorted(plan.sheets, key=lambda one: list(SheetFate).index(one.fate)):
        parts += [f"**{fate_of(sheet)}**", changes(sheet, most), *(f"- {line}" for line in gate_lines(sheet.gates))]
        parts += [f"- {remark}" for remark in sheet.remarks]
    return "\n\n".join(part for part in parts if part)


def rule(plan: EditPlan) -> str:
    """Return how it goes on where a sheet is refused."""
    if not plan.of(SheetFate.REFUSED):
        return ""
    return _(
        "A sheet is taken whole or not at all: mend the refused cells in this workbook and give it back once more."
    )


def changes(sheet: SheetPlan, most: int) -> str:
    """Return the changes of a sheet, or why it is refused, as a table, and how many more there are."""
    head = [_("Row"), _("Code"), _("Column")]
    if sheet.refusals:
        rows = [[one.number or "", one.code, one.column, one.given, one.reason] for one in sheet.refusals]
        head += [_("Written"), _("Why it is refused")]
    else:
        rows = [[one.number, one.code, named(one), one.shown_before, one.shown_after] for one in sheet.edits]
        head += [_("Before"), _("After")]
    shown = within(rows[:most])
    more = _("… and {count} more").format(count=len(rows) - len(shown)) if len(rows) > len(shown) else ""
    return "\n\n".join(part for part in (table(shown, head), more) if part) if rows else ""


def within(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    """Return the first rows that a page has room for, each of their cells cut where it is very long."""
    shown: list[list[str]] = []
    room = BYTES_OF_A_SHEET
    for row in rows:
        cells = [str(cell) if len(str(cell)) <= LONGEST_CELL else f"{str(cell)[:LONGEST_CELL]}…" for cell in row]
        room -= len(" | ".join(cells).encode())
        if room < 0:
            break
        shown.append(cells)
    return shown


def named(edit: Edit) -> str:
    """Return a changed column, and whose it is where it only follows."""
    return (
        _("{column} (along with it: {whose})").format(column=edit.column, whose=edit.follows)
        if edit.follows
        else edit.column
    )
