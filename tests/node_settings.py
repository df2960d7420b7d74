"""The site's own settings, told to use a fresh data folder; it is removed when the tests end."""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="kene-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["KENE_DATA"] = _data
os.environ["KENE_SECRET"] = "only-for-tests-only-for-tests-only-for-tests-12345"  # noqa: S105

from kene.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["passwords.Quick"]
