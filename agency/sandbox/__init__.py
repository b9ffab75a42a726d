"""The platforms' public contracts as a local HTTP server, for the demo and the tests; it knows no client, no records.

Everything it says is a function of a frozen description (``description``) and the moment of its clock (``clock``).
Whatever steers it lives under ``/_sandbox/`` (``steering``), clearly apart from the contract.
"""
