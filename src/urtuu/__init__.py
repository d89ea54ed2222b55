"""Urtuu: offline-first casework and public service for the grassland, the 131 week end to end."""
