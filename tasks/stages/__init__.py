"""The stages of the basic process, a file each, with the month's plan (C1) and the incident (I11) that close like stages."""
