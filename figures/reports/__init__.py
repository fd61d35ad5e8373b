"""The annual report as files: what stands in it, and how it is written down."""
