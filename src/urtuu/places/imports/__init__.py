"""Lists that offices keep, taken whole or not at all: `run` for one file, `run_files` for several."""

from urtuu.places.imports.columns import WHAT as WHAT
from urtuu.places.imports.plans import Marked as Marked
from urtuu.places.imports.running import Report as Report
from urtuu.places.imports.running import run as run
from urtuu.places.imports.running import run_files as run_files
