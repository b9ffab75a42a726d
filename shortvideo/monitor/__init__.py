"""Watches the running house: numbers for Prometheus, and one page for whoever is on duty."""
