"""A local WhatsApp: the Graph API, customers who write and read, and a page that looks like their phone."""

from connectors.sandbox.whatsapp.graph import RecordedCall
from connectors.sandbox.whatsapp.people import ChatMessage, Customer
from connectors.sandbox.whatsapp.sandbox import WhatsAppSandbox

__all__ = ["ChatMessage", "Customer", "RecordedCall", "WhatsAppSandbox"]
