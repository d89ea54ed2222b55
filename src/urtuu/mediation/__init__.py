"""Mediation of disputes: official numbers, papers and their dossier, what a party may ask at the counter."""
