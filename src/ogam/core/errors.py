"""Errors of Ogam. Each says what is wrong, where, and what to do; the command line prints them as they stand."""


class OgamError(Exception):
    """Base of everything that Ogam raises on purpose. Its text is for people: what, where, what to do."""


class AudioError(OgamError):
    """A sound that cannot be used: not audio, empty, truncated, no microphone."""


class ImageError(OgamError):
    """A picture that cannot be used: not a picture, empty, cut short, no camera."""


class ModelError(OgamError):
    """Weights that are missing, cannot be had, or are not what the catalogue says."""


class GrammarError(OgamError):
    """A sentence template that is wrong: bad syntax, unknown list or rule, a rule that contains itself."""


class HomeError(OgamError):
    """A home file that is wrong. Each problem is a line `file:line: what is wrong and what to do`."""

    def __init__(self, problems: "list[str]") -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class DeviceError(OgamError):
    """A device that does not answer or cannot do what was asked.

    others: the same by language ("ko"), where the text holds words that no table of messages can translate.
    """

    def __init__(self, text: str, others: "dict[str, str] | None" = None) -> None:
        super().__init__(text)
        self.others = others or {}


class DeviceSilent(DeviceError):
    """A device that was told something and did not confirm it: it may have been done, or not."""


class LogError(OgamError):
    """An event log that cannot be read or written."""


class BiometricsError(OgamError):
    """Biometric data that cannot be used: another model's, a gallery that is damaged or locked, nobody enrolled."""


class QualityError(BiometricsError):
    """A recording or a picture that is not good enough to tell a person by; it says what is wrong with it."""


class PolicyError(OgamError):
    """Permissions that are wrong: bad syntax, an unknown person, role, action or device."""


class DatasetError(OgamError):
    """A data set that cannot be used. Each problem is a line `file:line: what is wrong and what to do`."""

    def __init__(self, problems: "list[str]") -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class LabError(OgamError):
    """What the lab cannot judge: outcomes that do not fit the data set, options that no protocol has, numbers that are
    none."""
