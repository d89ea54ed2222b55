"""The officers' app as files: built by `field/build.py`, answered under /field/."""
