"""Agents' pages: signing in, the worklist, a case, their account, and the node's own page."""
