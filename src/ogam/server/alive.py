"""`python -m ogam.server.alive`: exit code 0 if the server of this computer answers, for containers' health checks."""

import sys

from ogam.server.checks import answers
from ogam.server.settings import FILE, data_folder, load_settings


def main() -> int:
    settings = load_settings(data_folder() / FILE)
    return 0 if any(answers(settings.port, scheme) for scheme in ("https", "http")) else 1


if __name__ == "__main__":
    sys.exit(main())
