"""Excel files old and new, alone or inside other files, as their readers see them."""
