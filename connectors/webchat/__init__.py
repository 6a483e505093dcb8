"""Web chat: a widget on the brand's own page, connected to the gateway itself."""
