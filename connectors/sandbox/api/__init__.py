"""A local stand-in of a brand's own system: it calls the gateway, is called by it, and has customers."""

from connectors.sandbox.api.endpoint import RecordedCall
from connectors.sandbox.api.people import Customer, Message
from connectors.sandbox.api.sandbox import ApiSandbox

__all__ = ["ApiSandbox", "Customer", "Message", "RecordedCall"]
