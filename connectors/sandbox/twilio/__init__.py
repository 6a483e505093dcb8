"""A local Twilio: the Messages API, and people with phones who write by SMS and by WhatsApp."""

from connectors.sandbox.twilio.api import RecordedCall
from connectors.sandbox.twilio.people import Customer, Text
from connectors.sandbox.twilio.sandbox import TwilioSandbox

__all__ = ["Customer", "RecordedCall", "Text", "TwilioSandbox"]
