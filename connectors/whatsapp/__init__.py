"""WhatsApp Cloud API, directly from Meta."""
