"""What a typed tree is made into: one module for each target."""
