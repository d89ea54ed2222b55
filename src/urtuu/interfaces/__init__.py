"""Ways in: each translates a request into one call downstairs and its answer back."""
