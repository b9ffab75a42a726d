"""YouTube as the sandbox plays it: Data API v3, Analytics API v2 and Google's tokens (platforms.md 3)."""
