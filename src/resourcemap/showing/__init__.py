"""What every page says of a search and of a place, as plain data ready to be drawn; no page knows another."""
