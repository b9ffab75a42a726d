"""Files of creator centres: read, shown, confirmed, told apart by people, and written once (I9)."""
