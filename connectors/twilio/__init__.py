"""SMS, MMS and WhatsApp by way of Twilio."""
