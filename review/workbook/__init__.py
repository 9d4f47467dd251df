"""The Excel workbook that goes out, and what reviewers wrote into it coming back."""
