"""Who may do what, by which rule, and why."""

__all__: list[str] = []
