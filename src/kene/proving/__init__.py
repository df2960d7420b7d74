"""Proofs that plain Python cannot make, by Z3 (`kene[prove]`)."""
