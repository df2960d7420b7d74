"""USSD: a menu on any phone, carried by an operator's or an aggregator's gateway."""
