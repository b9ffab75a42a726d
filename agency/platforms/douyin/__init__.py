"""Douyin's open platform: own works, figures and comments of an account that has authorised the agency.

Sources: the official SDK (npm ``@open-dy/open_api_sdk`` 1.1.0) and the documents gathered in platforms.md section 1.
"""
