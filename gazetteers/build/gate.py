"""Which place names need a cue in the text, since they are more often something else.

A name is gated when, on its own, a capitalised occurrence in English news is likelier to be
a word at the head of a sentence, a given name, a family name or another kind of place. How
likely depends on how large the place is: *Houston* the city outweighs Houston the family,
*Alvarado* the town of 15,000 people does not.
"""

from names import fold

MILLION = 1_000_000
# SCOWL sizes: 20 holds the words of every text (*of, most, police*), 35 what any reader knows
# (*reading, mobile, cork*), 70 is a large dictionary.
FUNCTION_WORD = 20
COMMON_WORD = 35
DICTIONARY_WORD = 70
CALENDAR = (
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
).split()

# Given names somewhere, but at the head of a place name nearly always an article or "saint".
ARTICLES = {"al", "el", "la", "le", "de", "san", "santa", "an", "ad", "as", "ash", "ar", "ain", "bani"}

# Countries whose place names and personal names are made of the same syllables, so that a place
# of two of them (Quang Tri) looks like a person to the lists and to nobody else.
SYLLABIC = set("CN HK KH KP KR LA MM TH TW VN".split())

# Country names that a reader takes for something else without a cue: Jersey is half of New
# Jersey, Réunion folds to *reunion*. The other candidates are not gated. Turkey, China, Chile
# and Niger are places wherever they are capitalised within a sentence. Jordan and Chad are given
# names too, but in general news 30 occurrences in 31 are the country (only sports pages differ),
# and a person's full name beats the place inside it. Which Georgia it is, the country or the
# state, is a question of resolving, not of gating.
GATED_COUNTRIES = {"JE", "RE"}


class Lexicon:
    """Word sizes and name ranks that the gate looks at; all keys are folded."""

    def __init__(self, words, given, surnames, demonyms):
        self.words = words
        self.given = given
        self.surnames = surnames
        self.demonyms = demonyms

    def reason(self, name, country="", population=0, capital=False, region=False):
        """Why `name` must be gated for a place of that size, or None.

        `poison` asks for more than a gate: even *in March* is no town, so that a small place
        of that name is better left out.
        """
        tokens = fold(name).split()
        if not tokens:
            return "short"
        # Victoria, Seychelles, is the capital of 22,000 people.
        capital = capital and population >= 100_000
        # Regions take their names from people (Cesar, Sucre) however many live there.
        rank_as = min(population, 299_999) if region else population
        if len(tokens) == 1:
            return self._single(tokens[0], population, rank_as, capital)
        return self._several(tokens, country, rank_as)

    def _single(self, token, population, rank_as, capital):
        size = self.words.get(token)
        if token in CALENDAR or (size is not None and size <= FUNCTION_WORD and population < 50_000 and not capital):
            return "poison"
        if token in self.demonyms:
            return "demonym"
        if size is not None and size <= self._word_size(population, capital):
            return "word"
        given = self.given.get(token)
        if given is not None and given <= self._given_rank(rank_as, capital):
            return "given name"
        surname = self.surnames.get(token)
        if surname is not None and surname <= self._surname_rank(rank_as, capital):
            return "surname"
        if len(token) < 4 and not capital and population < MILLION:
            return "short"
        return None

    @staticmethod
    def _word_size(population, capital):
        if capital:
            return FUNCTION_WORD
        if population >= MILLION:
            return COMMON_WORD
        return 50 if population >= 300_000 else DICTIONARY_WORD

    @staticmethod
    def _given_rank(population, capital):
        if capital or population >= MILLION:
            return 100
        return 300 if population >= 300_000 else 10_000

    @staticmethod
    def _surname_rank(population, capital):
        if capital or population >= MILLION:
            return 0
        if population >= 300_000:
            return 200
        return 4_000 if population >= 100_000 else 20_000

    def _several(self, tokens, country, population):
        if population >= 300_000:
            return None
        first_is_given = tokens[0] in self.given
        last_is_name = tokens[-1] in self.given or tokens[-1] in self.surnames
        looks_like_a_person = first_is_given and last_is_name and tokens[0] not in ARTICLES
        if looks_like_a_person and country not in SYLLABIC:
            return "person"
        if population < 100_000 and all(self.words.get(t, 99) <= COMMON_WORD for t in tokens):
            return "words"
        return None
