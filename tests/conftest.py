"""What every test relies on."""

from hypothesis import settings

settings.register_profile("kene", deadline=None, max_examples=60)
settings.load_profile("kene")
