"""Excel documents: templates compiled and filled, documents opened again and edited."""
