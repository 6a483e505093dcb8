"""The expert client: static files, served by the gateway. No code runs here in Python."""
