"""Filters of agents' pages."""
