"""What Messenger and Instagram messaging share: the shape of their webhooks, and the endpoint that sends."""
