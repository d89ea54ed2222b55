"""The wire: what a phone sends and gets (sync.md). Translates, and calls one thing downstairs."""
