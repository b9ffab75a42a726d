"""The closed list of the files that are made for meetings and leads (C1, C4, I2, I10)."""

from enum import StrEnum


class FileKind(StrEnum):
    """What a file of material is."""

    SIX_TABLES = "six_tables"
    REVIEW_DECK = "review_deck"
    REVIEW_WORKBOOK = "review_workbook"
    REVIEW_PDF = "review_pdf"
    OPERATIONS_REPORT = "operations_report"
    MONTH_DECK = "month_deck"
    MONTH_WORKBOOK = "month_workbook"
    TOPIC_MATERIAL = "topic_material"
    SUPERVISION = "supervision"
    SCRIPT = "script"
