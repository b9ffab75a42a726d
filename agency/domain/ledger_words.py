"""What is said of a broken place of the ledger: one sentence that says where it is and what was found."""

from agency.domain.chain import Flaw, Head
from agency.domain.terms import label
from agency.domain.terms.ledger import LedgerFlaw, LedgerTable
from agency.locale import _, term


def sentence(flaw: Flaw) -> str:
    """Return the sentence on one broken place."""
    return template(flaw.kind).format(
        number=flaw.number, table=table_name(flaw.table), row=flaw.row_id, told=flaw.told or "–"
    )


def witness(head: Head) -> str:
    """Return what a report says of the end of the ledger, so that every printed one is a witness of it."""
    return _("it ended with {head}, which `verify --noted` holds it to").format(head=head.brief)


def table_name(table: str) -> str:
    """Return what people call a table of the ledger; any other one by its own name."""
    return label(LedgerTable(table)) if table in set(LedgerTable) else table


def thing_name(table: str) -> str:
    """Return what people call one row of a table whose changes are kept; the table's own name where nothing is set down."""
    return term("KeptRow", table.replace("_", " "))


def template(kind: LedgerFlaw) -> str:
    """Return the sentence of one kind of flaw, with its placeholders."""
    match kind:
        case LedgerFlaw.LINK_MISSING:
            return _("Link {number} is missing: the chain goes on with link {told}.")
        case LedgerFlaw.LINK_MOVED:
            return _("Link {number} does not follow on the one before it: links were exchanged, removed or rewritten.")
        case LedgerFlaw.LINK_CHANGED:
            return _("Link {number} was changed: its hash is not the one of what it says.")
        case LedgerFlaw.ROW_MISSING:
            return _("{table} {row}, bound by link {number}, is no longer there.")
        case LedgerFlaw.ROW_CHANGED:
            return _("{table} {row}, bound by link {number}, is not what it was when it was written.")
        case LedgerFlaw.ROW_UNBOUND:
            return _("{table} {row} is bound by no link: it was written past the system, or its link was removed.")
        case LedgerFlaw.CONTENT_CHANGED:
            return _("{table} {row} ({told}), link {number}: what is on record was not what people were shown.")
        case LedgerFlaw.UNEARNED:
            return _("{table} {row}, link {number}: this round could not have been passed: {told}.")
        case LedgerFlaw.REWRITTEN:
            return _("Link {number} had another hash when it was noted: the ledger was rewritten ({told}).")
        case LedgerFlaw.CUT_SHORT:
            return _("Link {number} was noted and is no longer there: the end of the ledger was cut off.")
