"""YouTube's Data API v3 and Analytics API v2: own videos, figures and comments of a channel that has authorised the agency.

Sources: Google's discovery documents (youtube v3, youtubeAnalytics v2) and what is gathered in platforms.md section 3.
"""
