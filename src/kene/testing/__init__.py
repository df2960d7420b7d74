"""What the author of a pack uses to try it; the door is `kene.testing.api`."""
