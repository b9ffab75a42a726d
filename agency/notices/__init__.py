"""Senders of our own for chat bots and mail: words in, parts that fit the channel, the answer's body read (C3).

No key, token, signature or address may show in an error, a log or a ``repr``.
"""
