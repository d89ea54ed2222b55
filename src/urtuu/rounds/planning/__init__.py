"""Who goes where from Tuesday to Thursday: a prize-collecting problem over officer-days."""
