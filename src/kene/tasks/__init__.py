"""Background work, posted with the fact that calls for it."""
