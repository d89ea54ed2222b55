"""The 131 week of a station: what is proposed, dealt out, sent, done and carried over."""
