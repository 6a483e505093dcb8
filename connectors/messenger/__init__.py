"""Messenger: a Facebook page that customers write to."""
