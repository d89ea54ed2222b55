"""Other programs' ways in: what clients of other projects send and fetch, through the same door as ours."""
