"""Sealed documents: the code that anybody verifies offline, and the PDF that carries it."""
