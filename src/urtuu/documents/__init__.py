"""Papers as PDF and DOCX from plain values: no work is known here, only blanks, prose, tables, ink."""
