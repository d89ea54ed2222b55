"""The demonstration banner: real codes, invented people, one finished year and the current week."""
