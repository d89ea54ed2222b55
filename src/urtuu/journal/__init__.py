"""The journal: what was done, by whom and when, appended and never rewritten; and what stands because of it."""
