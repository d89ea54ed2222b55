"""Figures over all rooms, each with the entries behind it. Reads, never writes."""
