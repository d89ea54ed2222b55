"""The cellar: pure values that know no work and no framework."""
