"""A plan to take home: a week, a printed page, a PDF, a text, a calendar and a QR code, from one set of entries."""
