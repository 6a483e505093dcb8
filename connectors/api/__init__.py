"""The brand's own system, bot or contact centre, over signed webhooks in both directions."""
