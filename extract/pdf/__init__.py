"""PDF files: the marks of their pages, by PDFium or, to compare with, by pdfplumber."""
