"""Decisions about a whole population at once, by an SQL engine (`kene[batch]`)."""
