"""Spelling of place names: folding, scripts, generic words such as *Province*."""

import re
import unicodedata

# Letters that Unicode does not decompose.
_FOLDED_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d",
     "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ə": "a", "Ə": "a", "þ": "th", "Þ": "th"}
)
_APOSTROPHES = re.compile("['’‘ʻʼ`ʿʾ´]")
_NOT_ALPHANUMERIC = re.compile("[^a-z0-9]+")

# What a first-level division is called, in the English of the sources.
GENERIC_EN = (
    "Administrative Region|Administrative Territory|Administrative Oblast|Administrative Atoll|"
    "Autonomous City|Autonomous Community|Autonomous Oblast|Autonomous Okrug|Autonomous Prefecture|"
    "Autonomous Province|Autonomous Region|Autonomous Republic|Capital City|Capital District|"
    "Capital Region|District Municipality|Economic Prefecture|Federal District|Local Council|"
    "Metropolitan City|Metropolitan Department|Special Administrative Region|Special Municipality|"
    "Union Territory|"
    "Atoll|Canton|Commune|County|Department|District|Division|Emirate|Governorate|Krai|"
    "Municipality|Oblast|Okrug|Parish|Prefecture|Province|Raion|Rayon|Region|Republic|State|"
    "Territory|Voivodeship"
).split("|")
_SUFFIX_EN = re.compile(r"^(.+?) (?:" + "|".join(GENERIC_EN) + r")s?$", re.IGNORECASE)
_PREFIX_EN = re.compile(
    r"^(?:Autonomous Community|Autonomous Region|Canton|City|Department|District|Emirate|"
    r"Free State|Governorate|Municipality|Parish|Province|Region|Republic|State|Territory) of (?:the )?(.+)$",
    re.IGNORECASE,
)
# The same in French, Spanish, German, Portuguese and the languages of the sources: a label
# with such a word is no name that an English text uses.
_GENERIC_FOREIGN = re.compile(
    r"\b(?:province|provincia|provinz|provincie|région|region|región|regierungsbezirk|department|departamento|"
    r"département|distrito|district|distrikt|comté|condado|comunidad|communauté|commune|municipio|"
    r"município|municipalité|gobernación|gouvernorat|gouvernement|gouvernement|état|estado|land|kreis|"
    r"préfecture|prefectura|präfektur|oblast|óblast|rajon|raion|wilaya|wilayat|cercle|canton|kanton|"
    r"république|república|republik|voïvodie|voivodato|woiwodschaft|żupanija|muhafazat|parroquia|paroisse|"
    r"parròquia|amphoe|changwat|bezirk|territoire|territorio|krai|kraï|ostan|shahrestan|cidade|ciudad|"
    r"ville|stadt|autonome|autónoma|autonomer)\b",
    re.IGNORECASE,
)


def fold(name):
    """Lower case without accents, apostrophes and punctuation: what two spellings share."""
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name.translate(_FOLDED_LETTERS)))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return _NOT_ALPHANUMERIC.sub(" ", text).strip()


def is_latin(name):
    return all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha()) and any(
        c.isalpha() for c in name
    )


def tidy(name):
    """One spelling of apostrophes and spaces; no remark in brackets; no leading ayn."""
    name = re.sub(r"\s*[(\[].*?[)\]]", "", name)
    name = _APOSTROPHES.sub("'", name).replace("–", "-").replace("\u200b", "")
    return " ".join(name.split()).strip(" ,;'")


def is_transliteration(name):
    """Has the dots and macrons of romanisation systems, which newspapers leave out."""
    return bool(re.search("[āīūēōḨḩŢţḐḑŞşẔẕẖȧĕʿʾ‘ʻ]|[a-zA-Z]̧", name)) and not re.search("[ığçö]", name)


def bare(name):
    """`Homs Governorate` → `Homs`; a name without a generic word is returned as it is."""
    match = _SUFFIX_EN.match(name) or _PREFIX_EN.match(name)
    return match.group(1) if match else name


def is_foreign_phrase(name):
    return bool(_GENERIC_FOREIGN.search(name))
