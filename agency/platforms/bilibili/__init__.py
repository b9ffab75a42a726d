"""Bilibili's open platform: own works and figures of an account that has authorised the agency.

Sources: open.bilibili.com as gathered in platforms.md section 4.2, and what several public clients of it have in common.
"""
