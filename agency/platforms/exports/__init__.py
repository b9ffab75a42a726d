"""Reading what a lead downloads from a platform's creator centre (I9): one layout, one file in ``layouts``."""

from agency.platforms.exports.export import Export, Reading, RowProblem
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.reading import read_export

__all__ = ["Export", "Limits", "Reading", "RowProblem", "read_export"]
