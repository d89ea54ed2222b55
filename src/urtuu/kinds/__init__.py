"""Kinds of records: one folder of tables each. What a record can be, who may do what to it."""
