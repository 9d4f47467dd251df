"""The submitted Word and PDF files with comments and highlights at the figures."""
