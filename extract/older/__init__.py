"""Formats that LibreOffice turns into newer ones first."""
