"""The pure core: no Django, no clock, no I/O beyond the package's own data, no randomness."""
