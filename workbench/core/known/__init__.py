"""What a record knows already, as figures with where they come from."""
