"""The node as a web site: settings, addresses, and how it is served."""
