"""Frame engine: rules asked of tables, a whole portfolio at once."""

from clusterpolicy.engines.frame.assessing import assess_frame
from clusterpolicy.engines.frame.conversion import tables_of
from clusterpolicy.engines.frame.program import result_columns
from clusterpolicy.engines.frame.returning import applications_of
from clusterpolicy.engines.frame.schema import Column, Schema, Table, schema_of

__all__ = ["Column", "Schema", "Table", "applications_of", "assess_frame", "result_columns", "schema_of", "tables_of"]
