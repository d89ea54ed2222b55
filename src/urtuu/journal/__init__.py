"""The journal: what was done, by whom and when, appended, never rewritten; and what stands by it."""
