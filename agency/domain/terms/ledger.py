"""The closed lists of the chain that binds the ledger: which tables it binds, and in which ways it can be broken."""

from enum import StrEnum


class LedgerTable(StrEnum):
    """The tables whose rows are bound by the chain; the codes are their names."""

    ROUNDS = "gate_rounds"
    DECISIONS = "decisions"
    PASSES = "gate_passes"
    REFUSED = "refused_answers"
    WAIVERS = "waivers"
    IMPORT_DECISIONS = "import_decisions"
    ENROLMENTS = "code_enrolments"
    USED_CODES = "used_codes"
    AUDIT = "audit_events"


class LedgerFlaw(StrEnum):
    """What is wrong at one place of the ledger."""

    LINK_MISSING = "link_missing"
    LINK_MOVED = "link_moved"
    LINK_CHANGED = "link_changed"
    ROW_MISSING = "row_missing"
    ROW_CHANGED = "row_changed"
    ROW_UNBOUND = "row_unbound"
    CONTENT_CHANGED = "content_changed"
    UNEARNED = "unearned"
    REWRITTEN = "rewritten"
    CUT_SHORT = "cut_short"
