"""The operations report of a day, a week or a month: its values, its page, its workbook and its short text (C4)."""
