"""What the kinds of Meta's Graph API share. It is no kind itself and knows none of them."""
