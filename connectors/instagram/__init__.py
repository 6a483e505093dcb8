"""Instagram messaging: a professional account that customers write to."""
