"""Writes ``templates/fonts/``: open fonts cut to what a page needs, as style sheets.

A style sheet holds a family's faces as ``data:`` addresses, and says in its first comment which
characters they have.  Each subset is a family of its own: WeasyPrint draws wrong letters where
two faces of one family differ in nothing but their characters.

Usage: python tools/fonts.py FOLDER, where FOLDER holds the fonts' packages; ``make fonts`` fetches
them.
"""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parent.parent / "templates" / "fonts"
SANS = "fontpkg_source_sans_3/files/SourceSans3[wght].ttf"
ITALIC = "fontpkg_source_sans_3/files/SourceSans3-Italic[wght].ttf"
CODE = "source-code-pro/files/source-code-pro-latin-400-normal.woff2"
MATH = "stix-two-math/files/stix-two-math-latin-400-normal.woff2"

LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x131, 0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E, 0x192, 0x2C6, 0x2DA, 0x2DC),
    *range(0x2070, 0x208F),
    *range(0x2010, 0x2028),
    *(0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2113, 0x2116, 0x2122),
    *range(0x2150, 0x215F),
    *range(0x2190, 0x219A),
    *(0x2202, 0x2206, 0x2208, 0x220F, 0x2211, 0x2212, 0x2215, 0x2219, 0x221A, 0x221E, 0x222B),
    *(0x2248, 0x2260, 0x2264, 0x2265, 0x25A0, 0x25A1, 0x25B2, 0x25B6, 0x25BC, 0x25C6, 0x25CA),
    *(0x25CB, 0x25CF, 0x2610, 0x2611, 0x2713, 0x2717),
]
#: Pango takes the space after a word from the word's own font.
SPACES = (0x20, 0xA0)
SMALL = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, *range(0x2010, 0x2027), 0x20AC]
LATIN_EXTENDED = [*SPACES, *range(0x100, 0x250), *range(0x300, 0x30D), *range(0x1E00, 0x1F00)]
GREEK = [*SPACES, *range(0x370, 0x400)]
CYRILLIC = [*SPACES, *range(0x400, 0x460), *range(0x490, 0x530)]
CODE_CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2027), 0x2190, 0x2192]
#: What formulas are made of; the accents and brackets grow from these through the MATH table.
MATHEMATICS = [
    *range(0x20, 0x7F),
    *(0xA0, 0xAC, 0xB0, 0xB1, 0xB7, 0xD7, 0xF7, 0x131, 0x237),
    *range(0x391, 0x3D7),
    *(0x3F1, 0x3F5, 0x2016, 0x2020, 0x2021, 0x2026, 0x2032, 0x2033, 0x2034, 0x203E, 0x2061),
    *range(0x300, 0x309),
    *(0x20D7, 0x210B, 0x210E, 0x210F, 0x2110, 0x2111, 0x2112, 0x2113, 0x2102, 0x211A, 0x211B),
    *(0x211C, 0x211D, 0x2115, 0x2119, 0x2124, 0x2130, 0x2131, 0x2133, 0x2135),
    *range(0x2190, 0x219A),
    *(0x21A6, 0x21AA, 0x21C0, 0x21CC, *range(0x21D0, 0x21D6), 0x27F5, 0x27F6, 0x27F7, 0x27F8),
    *(0x27F9, 0x27FA, 0x27FC),
    *range(0x2200, 0x2212),
    *range(0x2212, 0x2240),
    *(0x2240, 0x2243, 0x2245, 0x2248, 0x224D, 0x2250, 0x2254, 0x2260, 0x2261, 0x2264, 0x2265),
    *(0x226A, 0x226B, 0x227A, 0x227B, *range(0x2282, 0x228C), 0x228E, 0x2291, 0x2292, 0x2293),
    *(0x2294, *range(0x2295, 0x229A), 0x22A2, 0x22A3, 0x22A4, 0x22A5, 0x22A8, 0x22C0, 0x22C1),
    *(0x22C2, 0x22C3, 0x22C4, 0x22C5, 0x22C6, 0x22EE, 0x22EF, 0x22F1),
    *(0x2308, 0x2309, 0x230A, 0x230B, 0x23DE, 0x23DF, 0x25A1, 0x25B3, 0x25EF, 0x2713),
    *(0x27E8, 0x27E9, 0x2A01, 0x2A02, 0x2A00, 0x2AAF, 0x2AB0),
    *range(0x1D400, 0x1D468),
    *range(0x1D49C, 0x1D4B6),
    *range(0x1D504, 0x1D51E),
    *range(0x1D538, 0x1D552),
    *range(0x1D6A4, 0x1D6A6),
    *range(0x1D6A8, 0x1D714),
    *range(0x1D714, 0x1D71C),
    *range(0x1D7CE, 0x1D7E2),
]


#: A style sheet, its family, and the faces: a file, a weight, a style, characters.
FAMILIES = {
    ("latin", "Deckgen"): [
        (SANS, 400, "normal", LATIN),
        (SANS, 600, "normal", LATIN),
        (ITALIC, 400, "italic", SMALL),
    ],
    ("latin-extended", "Deckgen Latin"): [
        (SANS, 400, "normal", LATIN_EXTENDED),
        (SANS, 600, "normal", LATIN_EXTENDED),
    ],
    ("greek", "Deckgen Greek"): [(SANS, 400, "normal", GREEK), (SANS, 600, "normal", GREEK)],
    ("cyrillic", "Deckgen Cyrillic"): [
        (SANS, 400, "normal", CYRILLIC),
        (SANS, 600, "normal", CYRILLIC),
    ],
    ("code", "Deckgen Code"): [(CODE, 400, "normal", CODE_CHARACTERS)],
    ("math", "Deckgen Math"): [(MATH, 400, "normal", MATHEMATICS)],
}


def main(folder: Path) -> None:
    """Write all style sheets from the packages in a folder."""
    TARGET.mkdir(exist_ok=True)
    for (name, family), faces in FAMILIES.items():
        fonts = [cut(static(TTFont(folder / file), weight), has) for file, weight, _, has in faces]
        shown = ranges(sorted(fonts[0].getBestCmap()))
        rules = [
            face(family, weight, style, font)
            for font, (_, weight, style, _) in zip(fonts, faces, strict=True)
        ]
        comment = f"/* {family}; made by tools/fonts.py.\n   characters: {shown} */\n"
        (TARGET / f"{name}.css").write_text(comment + "".join(rules), encoding="ascii")
    for package in ("fontpkg_source_sans_3", "source-code-pro", "stix-two-math"):
        licence = (folder / package / "LICENSE").read_text(encoding="utf-8")
        lines = [line.rstrip() for line in licence.splitlines()]
        name = package.removeprefix("fontpkg_").replace("_", "-")
        (TARGET / f"{name}-OFL.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def static(font: TTFont, weight: int) -> TTFont:
    """Fix the weight of a variable font."""
    return instantiateVariableFont(font, {"wght": weight}) if "fvar" in font else font


def cut(font: TTFont, characters: list[int]) -> TTFont:
    """Leave only these characters, and what the MATH table makes of them."""
    options = Options()
    options.layout_features = ["ccmp", "kern", "mark", "mkmk", "ssty", "dtls", "flac"]
    options.notdef_outline = True
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def face(family: str, weight: int, style: str, font: TTFont) -> str:
    """Write a font as a rule of CSS."""
    # The licence reserves the fonts' own names for their whole versions.
    for record in list(font["name"].names):
        font["name"].removeNames(nameID=record.nameID)
    for number, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        font["name"].setName(text, number, 3, 1, 0x409)
    font.flavor = "woff2"
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    data = base64.b64encode(out.getvalue()).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f"src: url(data:font/woff2;base64,{data}) }}\n"
    )


def ranges(characters: list[int]) -> str:
    """Write numbers as hexadecimal ranges: 20-7e a0."""
    runs: list[list[int]] = []
    for each in characters:
        if runs and each == runs[-1][1] + 1:
            runs[-1][1] = each
        else:
            runs.append([each, each])
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in runs)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
