"""Voice: a call to any phone, heard and answered by its keys; an aggregator carries the calls."""
