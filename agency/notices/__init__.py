"""Hands words to chat groups and mailboxes, one channel, one file; says in one clear sentence what a channel refused."""
