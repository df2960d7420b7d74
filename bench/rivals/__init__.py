"""Other engines that decide, each run outside of Kene's own environment: see `bench.engines`."""
