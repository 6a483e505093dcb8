"""Helpers that several tests share: real parts, started on free ports and folders of their own."""
