"""Measurements as ratios in one run against a named floor; `make bench` runs them all."""
