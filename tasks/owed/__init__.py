"""What is owed to whom by when, rule by rule: each file reads one part of the records and yields its obligations (C3).

``SOURCES`` of ``tasks.owed.sources`` lists them all; the sweep asks every one of them at every look.
"""
