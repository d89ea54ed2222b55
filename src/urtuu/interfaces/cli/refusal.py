"""How a command says no."""


class Refused(Exception):
    """A command cannot do what was asked; its message is the sentence for whoever asked."""
