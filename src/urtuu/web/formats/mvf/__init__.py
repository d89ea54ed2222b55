"""Formats of pages in traditional Mongolian."""
