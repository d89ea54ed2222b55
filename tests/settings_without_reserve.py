"""A site that writes to the last byte: what the database does on a full disk must lose nothing either."""

from urtuu.config.settings import *  # noqa: F403 -- one line differs

LEAST_ROOM = -1
