"""A community resource map for belonging."""

__version__ = "0.1.0"
