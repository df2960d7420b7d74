"""A simulated telephone for demonstrations and lessons: it dials the node's real endpoints."""
