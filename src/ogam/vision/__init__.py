"""What a camera sees: images, and the faces in them."""

__all__: list[str] = []
