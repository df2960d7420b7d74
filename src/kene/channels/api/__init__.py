"""The API: services, verification and public keys as JSON, for other administrations."""
