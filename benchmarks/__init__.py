"""The figures of docs/performance.md, each with its peer beside it: ``python3 run.py bench NAME``."""
