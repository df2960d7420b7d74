"""The web channel: server-made pages that a small telephone on a slow network opens at once."""
