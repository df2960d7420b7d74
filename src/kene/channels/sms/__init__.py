"""SMS: in and out through a gateway, answered in as few segments as the text needs."""
