"""TikTok as the sandbox plays it: Display API v2, and OAuth v2 with refresh tokens that rotate (platforms.md 2.1, 2.2)."""
