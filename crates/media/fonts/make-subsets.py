"""Makes the .ttf files of this folder.

    npm pack @expo-google-fonts/mukta @expo-google-fonts/cormorant-garamond @expo-google-fonts/inter
    # unpack each beside the others, then
    pip install fonttools
    python make-subsets.py FOLDER_WITH_THE_PACKAGES

Keeps Latin (and Devanagari in Mukta), drops hinting, and makes the lining figures of Cormorant
Garamond its ordinary ones, because the renderer cannot ask a font for them.
"""

import pathlib
import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2016), *range(0x2018, 0x201E),
         0x2022, 0x2026, 0x2032, 0x2033, 0x20A8, 0x2212]
DEVANAGARI = [*range(0x900, 0x980), *range(0x1CD0, 0x1CFA), 0x200C, 0x200D, 0x20B9, 0x25CC,
              *range(0xA8E0, 0xA8F8)]
FACES = {
    "mukta-500.ttf": ("Mukta_500Medium.ttf", LATIN + DEVANAGARI),
    "mukta-600.ttf": ("Mukta_600SemiBold.ttf", LATIN + DEVANAGARI),
    "cormorant-garamond-600.ttf": ("CormorantGaramond_600SemiBold.ttf", LATIN),
    "inter-500.ttf": ("Inter_500Medium.ttf", LATIN),
}


def use_lining_figures(font):
    """Points the code of each figure at the glyph that the `lnum` feature would choose."""
    table = font["GSUB"].table
    substitutions = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "lnum":
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    subtable = getattr(subtable, "ExtSubTable", subtable)
                    substitutions.update(getattr(subtable, "mapping", {}))
    for cmap in font["cmap"].tables:
        cmap.cmap = {code: substitutions.get(glyph, glyph) for code, glyph in cmap.cmap.items()}


def main():
    packages = pathlib.Path(sys.argv[1])
    for name, (source, codes) in FACES.items():
        font = TTFont(next(packages.rglob(source)), recalcTimestamp=False)
        if name.startswith("cormorant"):
            use_lining_figures(font)
        options = Options()
        options.hinting = False
        options.layout_features = ["*"] if name.startswith("mukta") else [
            "calt", "ccmp", "kern", "liga", "locl", "mark", "mkmk"]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        font.save(pathlib.Path(__file__).parent / name)


main()
