"""Agents: who they are, how they sign in, and which role they have in which authority."""
