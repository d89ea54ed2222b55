"""The command line `urtuu`: one small module a command, `cmd_<name>.py` with a function `command`."""
