"""Reading what a lead downloads from a platform's creator centre (I9): one layout, one file in ``layouts``."""

from agency.platforms.exports.export import Export, Reading, Readings, RowProblem
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.mapped import layouts_of
from agency.platforms.exports.reading import read_export
from agency.platforms.exports.unknown import UnmappedColumns

__all__ = ["Export", "Limits", "Reading", "Readings", "RowProblem", "UnmappedColumns", "layouts_of", "read_export"]
