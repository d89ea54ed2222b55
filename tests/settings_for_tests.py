"""The site's settings with a data folder of their own, set before the settings are read."""

import os
import tempfile

# Workers of one run inherit the folder from the run that started them.
if "URTUU_TESTS_VAR" not in os.environ:
    os.environ["URTUU_TESTS_VAR"] = tempfile.mkdtemp(prefix="urtuu-tests-")
os.environ["URTUU_VAR"] = os.environ["URTUU_TESTS_VAR"]

from urtuu.config.settings import *  # noqa: F403 -- the folder must be named first
from urtuu.config.settings import STORAGES

# A test's transaction is seen by its own thread alone, and what it changes must be seen at once.
GROUP_COMMIT = False
REFERENCE_KEPT = 0

# Without a manifest: tests do not collect static files.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
