"""Conversations that are under way: each step durable, and done exactly once."""
