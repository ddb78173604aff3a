"""In which interval the truth lies, where each outcome stands for itself. For outcomes by speaker, see `resampling`."""

from statistics import NormalDist

LEVEL = 0.95
"""Of all intervals of the lab."""


def wilson(count: float, of: float, level: float = LEVEL) -> tuple[float, float]:
    """For a share, of which `count` of `of` independent outcomes were seen (Wilson, 1927). (0, 1) of none."""
    if of <= 0:
        return 0.0, 1.0
    z, share = NormalDist().inv_cdf((1 + level) / 2), count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5 / (1 + z * z / of)
    return (0.0 if count == 0 else max(0.0, middle - reach)), (1.0 if count == of else min(1.0, middle + reach))


def poisson(count: int, exposure: float, level: float = LEVEL) -> tuple[float, float]:
    """For a rate, where `count` independent events were seen in `exposure` hours: exact (Garwood, 1936).

    Raises ValueError where nothing was watched.
    """
    from scipy.special import gammaincinv

    if exposure <= 0:
        raise ValueError("a rate needs hours in which events could happen")
    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return low / exposure, float(gammaincinv(count + 1, 1 - tail)) / exposure
