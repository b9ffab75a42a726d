"""Kuaishou's open platform: own works with their totals, and the followers of an account that has authorised the agency.

Sources: platforms.md 4.1; the result codes are those of Kuaishou's own Java SDK (``KwaiOpenResultCode``).
"""
