"""The demo: two towns that live, made through the acts people use, with invented residents."""
