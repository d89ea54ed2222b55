"""The reference phone: what an officer's app must do to lose nothing. One SQLite file a phone."""
