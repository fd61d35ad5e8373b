"""What is typed about assignments."""
