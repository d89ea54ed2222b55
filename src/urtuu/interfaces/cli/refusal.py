"""How a command says no."""


class Refused(Exception):  # noqa: N818 -- read aloud, "raise Refused" is the sentence
    """A command cannot do what was asked; its message is the sentence for whoever asked."""
