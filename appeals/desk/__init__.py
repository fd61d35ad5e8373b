"""The working place of those who answer residents: the queue, the sheet of one message, acts on one and on many."""
