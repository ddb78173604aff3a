"""stub"""
from typing import Literal
Gesture = Literal["open_palm","thumbs_up","thumbs_down","point_left","point_right","point_up","point_down","fist","victory","none"]
ShapeName = Literal["open_palm","fist","thumb","index","victory","none"]
GESTURES: tuple[Gesture, ...] = ("open_palm","thumbs_up","thumbs_down","point_left","point_right","point_up","point_down","fist","victory","none")
