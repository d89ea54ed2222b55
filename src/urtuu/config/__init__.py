"""The roof: what is switched on, under which address, and how the process is started. Nothing imports it."""
