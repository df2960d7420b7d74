"""The ways in which a service reaches people: each draws a screen and reads an input."""
