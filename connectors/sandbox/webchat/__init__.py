"""A page of an invented brand that carries the widget."""

from connectors.sandbox.webchat.shop import create_shop

__all__ = ["create_shop"]
