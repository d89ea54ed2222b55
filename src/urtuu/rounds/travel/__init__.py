"""How long it takes from place to place: over the roads, or by an estimate that says it is one."""
