"""The playground: a gateway, a simulated phone, a shop and an expert on one page of this machine."""
