"""What people see of a lake: tables, spreadsheets, machine-readable lists."""
