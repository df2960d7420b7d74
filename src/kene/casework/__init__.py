"""Cases: opened by a confirmed conversation, handled by agents, followed by their applicant."""
