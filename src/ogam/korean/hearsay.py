"""What somebody has said, told by another: the quotation that ends in 라, 다 or 자 becomes -래요, -대요 or -재요."""

from collections.abc import Mapping

_ENDINGS: Mapping[str, str] = {"라": "래요", "다": "대요", "자": "재요"}


def hearsay(quoted: str) -> str:
    """약 먹으라 → 약 먹으래요, 회의 있다 → 회의 있대요; what is no such quotation stays as it is."""
    text = quoted.strip()
    return text[:-1] + _ENDINGS[text[-1]] if text[-1:] in _ENDINGS and len(text) > 1 else text
