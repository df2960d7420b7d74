"""Decisions as one query: what an SQL engine computes of every row at once, exactly.

`decided` adds a decision's outcome to a table of Ibis, whatever engine holds it.
"""

from kene.batch.sql.decided import columns, decided
from kene.batch.sql.refusals import NOT_IN_SQL, TAKEN_COLUMN, WRONG_COLUMN

__all__ = ["NOT_IN_SQL", "TAKEN_COLUMN", "WRONG_COLUMN", "columns", "decided"]
