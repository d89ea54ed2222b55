"""What monitoring may read of a running site: counts and durations, never a person, a record or a text."""
