"""Connectors speak to platforms; they know nothing of the gateway, of the store or of masking."""
