"""DingTalk's group robots, as their public contract has them (platforms.md 6)."""
