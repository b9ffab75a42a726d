"""Whole databases in one file and back: the same rows on either engine, whatever is written meanwhile.

``snapshot`` reads, ``packing`` writes the file, ``opening`` checks one, ``loading`` brings it into a database that
``staging`` puts in its place when all is well.
"""
