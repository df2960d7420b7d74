"""Keys, purposes and retentions of personal data."""
