"""Whether a budget adds up (S4, C1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agency.domain.finding import Finding, rule
from agency.domain.terms import label
from agency.domain.terms.plans import BudgetCategory
from agency.locale import _

FEN = 100
HALF_A_FEN = 0.5


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """One line of a budget; what comes from a form may have a quantity of half a day, never of less than nothing."""

    category: BudgetCategory
    item: str
    quantity: float
    unit_price_fen: int
    amount_fen: int


def budget_total(lines: Sequence[BudgetLine]) -> int:
    """Return the sum of the lines, in fen."""
    return sum(line.amount_fen for line in lines)


@rule
def budget_findings(purpose: str, lines: Sequence[BudgetLine], total_fen: int) -> Iterator[Finding]:
    """A budget says what it is for, its lines are each quantity times price, and its total is their sum (S4)."""
    if not purpose.strip():
        yield Finding("S4-purpose", _("The budget does not say what it is for."))
    if not lines:
        yield Finding("S4-no-lines", _("The budget has no lines."))
    for place, line in enumerate(lines, start=1):
        yield from wrong_line(place, line)
    if lines and budget_total(lines) != total_fen:
        sentence = _("The lines add up to {sum} yuan, and the total says {total} yuan.")
        yield Finding("S4-total", sentence.format(sum=yuan(budget_total(lines)), total=yuan(total_fen)))


def wrong_line(place: int, line: BudgetLine) -> Iterator[Finding]:
    """One line of a budget names its item, asks for something, and multiplies right."""
    name = line.item.strip() or label(line.category)
    if line.category is BudgetCategory.OTHER and not line.item.strip():
        yield Finding("S4-other", _("Line {line} is for something else; say what.").format(line=place))
    if line.quantity <= 0 or line.unit_price_fen < 0:
        sentence = _("Line {line} ({item}) needs a quantity above 0 and a price that is not below 0.")
        yield Finding("S4-quantity", sentence.format(line=place, item=name))
    elif abs(line.quantity * line.unit_price_fen - line.amount_fen) > HALF_A_FEN:
        sentence = _("Line {line} ({item}): {quantity:g} times {price} yuan is not {amount} yuan.")
        told = {"price": yuan(line.unit_price_fen), "amount": yuan(line.amount_fen)}
        yield Finding("S4-amount", sentence.format(line=place, item=name, quantity=line.quantity, **told))


def yuan(fen: int) -> str:
    """Return an amount as people write it, e.g. ``1,280.50``."""
    return f"{fen // FEN:,}.{fen % FEN:02}" if fen >= 0 else f"-{yuan(-fen)}"
