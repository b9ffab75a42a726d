"""The agency: everything about the trade that must not know Prefect."""
