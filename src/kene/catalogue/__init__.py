"""Published versions of services: frozen under the digest of their pack."""
