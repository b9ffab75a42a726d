"""Comments: pulled, pasted, judged by word lists and people; the negative ones become cases that somebody closes (C3, R21)."""
