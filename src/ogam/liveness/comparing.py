"""What a comparison of two faces or two voices is worth to a challenge: yes, no, or no answer."""

import math

YES, NO = math.log(10), -math.log(100)
"""Natural logarithms of likelihood ratios. A "no" ends a challenge, and each of many frames may say it, so it must be
surer than a "yes"."""


def is_same(log_likelihood_ratio: float) -> bool | None:
    """True from ten times likelier on, False from a hundred times less likely on, None between.

    The ratio is that of a `Verification` of `ogam.biometrics`, or one of its `Evidence.ratios`.
    """
    if log_likelihood_ratio >= YES:
        return True
    return False if log_likelihood_ratio <= NO else None
