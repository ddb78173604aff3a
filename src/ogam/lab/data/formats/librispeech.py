"""LibriSpeech: SPEAKER/CHAPTER/SPEAKER-CHAPTER-NUMBER.flac with SPEAKER-CHAPTER.trans.txt, and SPEAKERS.TXT above.

https://www.openslr.org/12. Given the folder of a split ("dev-clean"), or one that holds several.
"""

from pathlib import Path

from ogam.lab.data.formats.tables import groups, keyed, sex, sounds_in
from ogam.lab.data.readings import Collection, Reading, read_lines
from ogam.lab.items import Item

PEOPLE = "SPEAKERS.TXT"


def fits(path: Path) -> bool:
    return path.is_dir() and any(True for _ in path.glob("**/[0-9]*/[0-9]*/*.trans.txt"))


def read(path: Path, media: Path | None = None) -> Reading:
    found = Collection()
    folder = media or path
    sexes = _sexes(folder, found)
    for file in sorted(folder.glob("**/*.trans.txt")):
        split, speaker = file.parents[2].name, file.parents[1].name
        texts = keyed(file, found)
        for sound in sounds_in(file.parent):
            if sound.stem not in texts:
                found.refuse(str(sound), sound.stem, f"'{sound.stem}' has no line in {file.name} that can be read.")
                continue
            text, place = texts[sound.stem]
            known = groups(sex=sexes.get(speaker, ""), language="en")
            found.add(Item(sound.stem, sound, speaker=speaker, text=text, groups=known, split=split), place)
    return found.reading(
        f"librispeech-{folder.absolute().name}", licence="CC-BY-4.0", homepage="https://www.openslr.org/12"
    )


def _sexes(folder: Path, found: Collection) -> dict[str, str]:
    """Of each reader: lines "ID | SEX | SUBSET | MINUTES | NAME", comments after a semicolon."""
    file = next((base / PEOPLE for base in (folder, *folder.absolute().parents[:2]) if (base / PEOPLE).is_file()), None)
    lines = [line for _, line in read_lines(file, found) if not line.startswith(";")] if file else []
    table = [[cell.strip() for cell in line.split("|")] for line in lines]
    return {row[0]: sex(row[1]) for row in table if len(row) > 1}
