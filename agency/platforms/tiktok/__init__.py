"""TikTok's Display API v2: own works and figures of an account that has authorised the agency.

Sources: developers.tiktok.com as gathered in platforms.md section 2. Research and Business, its other interfaces, are not used.
"""
