"""Date and number formats Django does not bring: FORMAT_MODULE_PATH = ["urtuu.web.formats"]."""
