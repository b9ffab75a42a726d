"""Incidents: reported, owned, carried on to the coordinator, decided, told and learnt from (I11)."""
