"""Local stand-ins of the platforms: they speak the real wire, and take orders for faults."""
