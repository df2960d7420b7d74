"""Write a public service once; it reaches everyone."""
