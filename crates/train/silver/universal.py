"""Turns spaCy's English dependency trees (ClearNLP labels) into Universal Dependencies as in UD English EWT 2.15.

`convert` takes a parsed `spacy.tokens.Doc` of one sentence; the passes below each turn round one construction: function
words hang on content words, coordination hangs on its first part, a person's name on its first word.
"""

# Labels that mean the same in both schemes.
RENAMED = {
    "acomp": "xcomp", "agent": "obl:agent", "auxpass": "aux:pass", "attr": "xcomp", "csubjpass": "csubj:pass",
    "dative": "iobj", "dobj": "obj", "intj": "discourse", "meta": "parataxis", "neg": "advmod",
    "nsubjpass": "nsubj:pass", "oprd": "xcomp", "poss": "nmod:poss", "preconj": "cc:preconj",
    "predet": "det:predet", "prt": "compound:prt", "quantmod": "advmod", "relcl": "acl:relcl", "ROOT": "root",
}
# Words that EWT reads as one preposition, conjunction or adverb, the first being the head, and the label of it: none
# where it keeps its own, `marks` where all must mark a word to be one.
FIXED = {
    ("as", "well", "as"): "cc", ("as", "well"): "advmod", ("more", "than"): "advmod", ("less", "than"): "advmod",
    ("each", "other"): "", ("rather", "than"): "", ("of", "course"): "", ("one", "another"): "", ("let", "alone"): "",
    ("so", "as"): "", ("due", "to"): "marks", ("because", "of"): "marks", ("according", "to"): "marks",
    ("such", "as"): "marks", ("instead", "of"): "marks", ("in", "order"): "marks", ("prior", "to"): "marks",
    ("as", "to"): "marks", ("as", "of"): "marks", ("as", "for"): "marks",
}
COMPARISONS = {("more", "than"), ("less", "than")}
TITLES = {
    "mr.", "mrs.", "ms.", "dr.", "mr", "mrs", "ms", "dr", "rev.", "gen.", "lt.", "col.", "sen.", "rep.", "gov.",
    "st.", "prof.", "sgt.", "capt.", "maj.", "president", "king", "queen", "prince", "princess", "judge", "captain",
    "general", "colonel", "major", "lieutenant", "sergeant", "senator", "senators", "representative", "governor",
    "minister", "secretary", "chairman", "mayor", "pope", "justice", "professor", "ambassador", "chancellor",
    "sheikh", "imam", "ayatollah", "mullah", "sir", "lord", "lady", "bishop", "archbishop", "cardinal", "father",
    "sister", "brother", "detective", "officer", "spokesman", "spokeswoman", "director", "chief", "coach",
    "attorney", "leader", "author", "uncle", "aunt", "dean", "commissioner", "congressman", "commander", "envoy",
}
# Tags of words that spaCy labels as prepositions.
ADPOSITIONS = {"IN", "TO", "RB", "VBG", "VBN", "JJ", "RP", "RBR", "CC"}
# Verbs with what was said or thought before them: *They left, he said.*
SPEECH = {
    "say", "tell", "add", "report", "announce", "note", "think", "believe", "guess", "ask", "argue", "claim", "warn",
    "write", "explain", "suggest", "insist", "predict", "declare", "conclude", "reply", "respond", "recall", "admit",
    "acknowledge", "complain", "observe", "know", "hope", "suppose", "go", "continue", "remark", "estimate", "wonder",
}
MONTHS = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
}
# Articles and the like that head a name.
NAME_HEADS = {"al", "el", "bin", "abu", "san", "los", "las", "sri", "santa", "saint", "sao", "buenos"}
# Adverbs that are no predicate of *be*.
NO_PREDICATES = {"not", "also", "n't", "only", "just", "still", "now", "then", "often", "always", "never"}
QUOTES = {'"', "``", "''"}
OPENING = {"(": ")", "[": "]", "{": "}", "``": "''", "“": "”", "‘": "’"}


class Tree:
    """A sentence in the making: forms, tags, and a head and a label a token; the root's head is -1."""

    def __init__(self, doc):
        self.form = [token.text for token in doc]
        self.lower = [token.lower_ for token in doc]
        self.tag = [token.tag_ for token in doc]
        self.lemma = [token.lemma_ for token in doc]
        self.person = [token.ent_type_ == "PERSON" and token.ent_iob_ in "BI" for token in doc]
        self.name_start = [token.ent_iob_ == "B" for token in doc]
        self.head = [-1 if token.dep_ == "ROOT" else token.head.i - doc[0].i for token in doc]
        self.label = [token.dep_ for token in doc]

    def __len__(self):
        return len(self.form)

    def children(self, head, *labels):
        """Dependents of `head` in text order, only those with one of `labels` where given."""
        return [i for i, h in enumerate(self.head) if h == head and (not labels or self.label[i] in labels)]

    def is_verb(self, token):
        return self.tag[token].startswith("VB") or self.tag[token] == "MD"

    def is_clause(self, token):
        """Whether `token` heads a clause, after auxiliaries and copulas have been hung below."""
        return self.is_verb(token) or bool(self.children(token, "cop", "nsubj", "nsubj:pass", "aux"))

    def swap(self, lower, upper, label):
        """Makes `lower`, a dependent of `upper`, the head of it and of its other dependents; `upper` gets `label`."""
        self.head[lower], self.label[lower] = self.head[upper], self.label[upper]
        self.head[upper], self.label[upper] = lower, label

    def is_tree(self):
        if self.head.count(-1) != 1:
            return False
        for token in range(len(self)):
            steps = 0
            while token != -1:
                token, steps = self.head[token], steps + 1
                if steps > len(self):
                    return False
        return True


def convert(doc, known=frozenset()):
    """The tree of `doc` in UD, or `None` where spaCy gives no tree; `known` as in `adjectives`."""
    tree = Tree(doc)
    if not tree.is_tree():
        return None
    for change in (run_ons, small_clauses, prepositions, copulas, objects, dates, coordination):
        change(tree)
    for change in (persons, titles, articles):
        change(tree)
    adjectives(tree, known)
    for change in (labels, fixed, punctuation):
        change(tree)
    return tree if tree.is_tree() else None


def prepositions(tree):
    """*in the house*: the noun takes the preposition's place, and the preposition is its `case`."""

    def depth(token):
        return 0 if tree.head[token] < 0 else 1 + depth(tree.head[token])

    for prep in sorted(range(len(tree)), key=depth, reverse=True):
        if tree.tag[prep] not in ADPOSITIONS or tree.label[prep] in ("mark", "case", "aux", "cc", "prt", "punct"):
            continue
        nouns = tree.children(prep, "pobj")
        clauses = tree.children(prep, "pcomp")
        # *out of the house*, *according to him*: both are marks of the noun.
        inner = [i for i in tree.children(prep, "prep-obl", "prep-nmod") if i > prep and tree.label[prep] == "prep"]
        if nouns or inner:
            lift(tree, prep, (nouns or inner)[0], "case")
        elif clauses and tree.tag[clauses[0]] not in ("IN", "TO"):
            clause = clauses[0]
            is_verb = tree.is_verb(clause) or bool(tree.children(clause, "nsubj"))
            lift(tree, prep, clause, "mark" if is_verb else "case")
    # Prepositions without an object: *come in*, *what they voted for*.
    for prep in range(len(tree)):
        if tree.label[prep] == "prep":
            tree.label[prep] = "prep-obl" if tree.tag[prep] in ("IN", "TO") and not tree.children(prep) else "advmod"


def lift(tree, prep, noun, mark):
    """Puts `noun` in the place of `prep`, which becomes its `mark`."""
    label, head = tree.label[prep], tree.head[prep]
    tree.swap(noun, prep, mark)
    for child in tree.children(prep):
        tree.head[child] = noun
    if label in ("prep", "dative", "agent", "pcomp", "dep", "amod", "advmod", "quantmod", "nmod"):
        above = head >= 0 and (tree.is_verb(head) or tree.tag[head][:2] in ("JJ", "RB", "IN", "TO"))
        if label == "agent":
            tree.label[noun] = "agent"
        elif mark == "mark":
            tree.label[noun] = "advcl" if above else "acl"
        else:
            tree.label[noun] = "prep-obl" if above else "prep-nmod"


def run_ons(tree):
    """*They left, we stayed*: spaCy hangs the first clause below the second; UD hangs the second as `parataxis`."""
    for token in range(len(tree)):
        head = tree.head[token]
        if tree.label[token] != "ccomp" or head < token or tree.lemma[head] in SPEECH:
            continue
        if tree.children(token, "mark") or not tree.children(head, "nsubj", "nsubjpass", "expl"):
            continue
        below = [i for i in tree.children(head) if i < token or i == token + 1 and tree.label[i] == "punct"]
        tree.swap(token, head, "parataxis")
        for i in below:
            tree.head[i] = token


def small_clauses(tree):
    """*makes him look weak*: the subject of a clause that is not finite is the object of the verb above."""
    for token in range(len(tree)):
        head = tree.head[token]
        if tree.label[token] != "ccomp" or token < head or tree.children(token, "mark") or not tree.is_verb(head):
            continue
        first = min(tree.children(token, "aux", "auxpass") + [token])
        finite = tree.tag[first] in ("MD", "VBD", "VBZ", "VBP")
        subjects = tree.children(token, "nsubj", "nsubjpass")
        if finite or not subjects or subjects[0] < head or tree.children(head, "dobj"):
            continue
        tree.head[subjects[0]], tree.label[subjects[0]] = head, "dobj"
        tree.label[token] = "xcomp"


def objects(tree):
    """*told them that …*: the person is the indirect object."""
    for verb in range(len(tree)):
        found = tree.children(verb, "dobj")
        if found and tree.lemma[verb] in ("tell", "ask", "inform", "notify", "remind", "warn", "assure", "convince"):
            if tree.children(verb, "ccomp") or tree.lemma[verb] in ("tell", "inform", "notify"):
                tree.label[found[0]] = "dative"


def dates(tree):
    """*January 10, 2005* hangs on the day, *May 2003* on the month."""
    for day in range(1, len(tree)):
        month = day - 1
        if tree.lower[month].rstrip(".") not in MONTHS or tree.tag[day] != "CD":
            continue
        if len(tree.form[day]) > 2:
            if tree.head[day] == month:
                tree.label[day] = "date"
            continue
        if tree.head[day] != month:
            continue
        tree.swap(day, month, "date")
        for child in tree.children(month):
            if child > day or tree.label[child] == "case":
                tree.head[child] = day
        for child in tree.children(day, "nummod"):
            tree.label[child] = "date"


def copulas(tree):
    """*is a doctor*, *is ready*, *is in Rome*: what follows takes the place of the verb, which is its `cop`."""
    for verb in range(len(tree)):
        if tree.lemma[verb] != "be" or not tree.is_verb(verb) or tree.label[verb] in ("aux", "auxpass"):
            continue
        if tree.children(verb, "expl") and any(tree.lower[e] == "there" for e in tree.children(verb, "expl")):
            for noun in tree.children(verb, "attr"):
                tree.label[noun] = "nsubj"
            continue
        predicate = predicate_of(tree, verb)
        if predicate is None:
            continue
        outer = tree.label[predicate] == "ccomp"
        tree.swap(predicate, verb, "cop")
        for child in tree.children(verb):
            tree.head[child] = predicate
        if outer:
            for child in tree.children(predicate, "nsubj"):
                if child < verb:
                    tree.label[child] = "nsubj:outer"


def predicate_of(tree, verb):
    """What `verb`, a form of *be*, says of its subject; `None` where it is a full verb."""
    found = tree.children(verb, "attr") or tree.children(verb, "acomp") or tree.children(verb, "oprd")
    if found:
        return found[0]
    # *is in Rome*, *the plan is to leave*, *the problem is that …*
    for label in ("prep-obl", "xcomp", "ccomp", "advmod", "npadvmod"):
        found = [i for i in tree.children(verb, label) if i > verb]
        if label == "ccomp" and not tree.children(verb, "nsubj"):
            continue
        if label == "advmod":
            found = [i for i in found if tree.lower[i] not in NO_PREDICATES]
        if found:
            return found[0]
    # *Where is it*, *here it is*
    adverbs = tree.children(verb, "advmod")
    for i in adverbs:
        if i < verb and tree.tag[i] in ("WRB", "WP") or adverbs == [i] and tree.lower[i] in ("here", "there"):
            return i
    return None


def coordination(tree):
    """*A, B and C*: B and C hang on A, *and* on C."""
    for token in range(len(tree)):
        if tree.label[token] == "cc":
            later = [c for c in tree.children(tree.head[token], "conj") if c > token]
            if later:
                tree.head[token] = later[0]
    for token in range(len(tree)):
        if tree.label[token] == "conj":
            while tree.label[tree.head[token]] == "conj" and tree.head[tree.head[token]] >= 0:
                tree.head[token] = tree.head[tree.head[token]]


def persons(tree):
    """A person's name hangs on its first word, without the title: *Mr. [Ivo Kral]*."""
    start = 0
    while start < len(tree):
        end = start + 1
        if tree.person[start]:
            while end < len(tree) and tree.person[end] and not tree.name_start[end]:
                end += 1
            first = start
            while first + 1 < end and tree.lower[first] in TITLES:
                first += 1
            flatten(tree, first, end)
        start = end


def flatten(tree, first, end):
    """Makes the words of a name a flat row below `first`."""
    tags = ("NNP", "NNPS", "NN", "FW", "JJ", "NNS", "CD")
    words = [i for i in range(first, end) if tree.tag[i] in tags or tree.label[i] == "compound"]
    inside = set(words)
    top = [i for i in words if tree.head[i] not in inside]
    if len(words) < 2 or len(top) != 1 or words[0] != first:
        return
    head, label = tree.head[top[0]], tree.label[top[0]]
    for i in range(len(tree)):
        if tree.head[i] in inside and i not in inside:
            tree.head[i] = first
    for i in words:
        tree.head[i], tree.label[i] = first, "flat"
    tree.head[first], tree.label[first] = head, label


def titles(tree):
    """What stands before a person's name describes it: *President Kral*."""
    for token in range(len(tree)):
        head = tree.head[token]
        if tree.label[token] != "compound" or head < 0 or not tree.tag[token].startswith("NN"):
            continue
        # *Gen.* and the like are titles even where spaCy sees no person.
        short = tree.tag[token].startswith("NNP") and tree.lower[token].endswith(".")
        is_title = tree.lower[token] in TITLES and tree.tag[head].startswith("NNP") and (tree.person[head] or short)
        if is_title or tree.person[head] and not tree.person[token] and tree.tag[token] in ("NN", "NNS", "NNP"):
            tree.label[token] = "nmod:desc"


def articles(tree):
    """*al - Qaida*, *San Jose*: the article is the head."""
    for token in range(len(tree) - 1):
        is_behind_hyphen = tree.form[token + 1] in ("-", "‑") and token + 2 < len(tree)
        name = token + 2 if is_behind_hyphen else token + 1
        if tree.lower[token] not in NAME_HEADS:
            continue
        if tree.head[token] == name and tree.label[token] == "compound":
            tree.swap(token, name, "flat")
            for child in tree.children(name):
                tree.head[child] = token
        elif tree.tag[name] == "NNP" and tree.label[token] == tree.label[name] == "compound":
            if tree.head[token] == tree.head[name]:
                tree.head[name], tree.label[name] = token, "flat"


def adjectives(tree, known):
    """Words that are adjectives in names (*Superior Court*) though tagged as nouns; `known` holds them."""
    for token in range(len(tree)):
        is_known = tree.form[token] in known or tree.tag[token] in ("JJ", "JJS", "JJR", "VBN")
        if tree.label[token] == "compound" and is_known:
            tree.label[token] = "amod"


def labels(tree):
    """Labels that depend on the word above."""
    for token in range(len(tree)):
        label, head = tree.label[token], tree.head[token]
        clause = head >= 0 and (tree.is_clause(head) or tree.tag[head][:2] in ("JJ", "RB", "IN"))
        if label in ("prep-obl", "prep-nmod"):
            label = label[5:]
        elif label == "pobj":
            label = "obl" if clause else "nmod"
        elif label == "aux" and tree.tag[token] == "TO":
            label = "mark"
        elif label == "agent":
            label = "obl:agent"
        elif label == "pcomp":
            label = "advcl" if clause else "acl"
        elif label == "npadvmod":
            label = "obl:unmarked" if clause else "nmod:unmarked"
        elif label == "date":
            label = "nmod:unmarked"
        elif label == "nmod":
            label = "compound" if token < head else "nmod"
        elif label == "dative":
            label = "iobj"
        elif label == "amod" and tree.tag[token] == "CD":
            label = "nummod"
        elif label == "relcl" and any(tree.tag[i] == "TO" for i in tree.children(token, "aux", "mark")):
            label = "acl"
        elif label in ("acl", "relcl") and clause and tree.is_verb(head):
            label = "advcl" if label == "acl" else "advcl:relcl"
        elif label in ("advcl", "xcomp") and head >= 0 and not clause:
            label = "acl"
        elif label == "ccomp" and is_plain_noun(tree, head):
            label = "acl"
        elif label == "dep" and tree.tag[token] in ("HYPH", ":", ","):
            label = "punct"
        tree.label[token] = RENAMED.get(label, label)


def is_plain_noun(tree, token):
    return token >= 0 and tree.tag[token] in ("NN", "NNS") and not tree.children(token, "cop", "nsubj")


def fixed(tree):
    """Words that are one: the first takes the others."""
    token = 0
    while token < len(tree):
        for size in (3, 2):
            words = tuple(tree.lower[token:token + size])
            if len(words) == size and words in FIXED and is_one(tree, token, words):
                join(tree, token, words)
                token += size - 1
                break
        token += 1


def is_one(tree, token, words):
    """Whether `words`, from `token` on, hang together and stand for one word here."""
    inside = set(range(token, token + len(words)))
    if len({tree.head[i] for i in inside} - inside) != 1:
        return False
    if words in COMPARISONS:
        return tree.label[token + 1] in ("advmod", "amod", "quantmod")
    tops = [i for i in inside if tree.head[i] not in inside]
    return FIXED[words] != "marks" or all(tree.label[i] in ("case", "mark", "amod", "advmod") for i in tops)


def join(tree, token, words):
    """Hangs the further ones of `words`, from `token` on, on the first, and what hung on them on their head."""
    inside = set(range(token, token + len(words)))
    top = next(i for i in sorted(inside) if tree.head[i] not in inside)
    outer = tree.head[top]
    for i in range(len(tree)):
        if tree.head[i] in inside and i not in inside:
            tree.head[i] = outer if outer >= 0 else token
    label = FIXED[words]
    tree.head[token], tree.label[token] = outer, tree.label[top] if label in ("marks", "") else label
    for i in inside - {token}:
        tree.head[i], tree.label[i] = token, "fixed"


def punctuation(tree):
    """Marks hang as high as they can without crossing: pairs on what they hold, commas on the part they set off."""
    root = tree.head.index(-1)
    marks = [i for i in range(len(tree)) if tree.label[i] == "punct"]
    for mark in marks:
        for child in tree.children(mark):
            tree.head[child] = tree.head[mark]
    paired = set()
    for left, right in pairs(tree, marks):
        tops = [i for i in range(left + 1, right) if i not in marks and not left < tree.head[i] < right]
        if tops:
            tree.head[left] = tree.head[right] = tops[0]
        paired |= {left, right}
    for mark in marks:
        if mark in paired:
            continue
        is_last = mark > 0 and all(i in marks for i in range(mark, len(tree)))
        tree.head[mark] = root if is_last else attach(tree, mark, marks, root)


def pairs(tree, marks):
    """Brackets and quotation marks that belong together."""
    waiting, found = [], []
    for mark in marks:
        form = tree.form[mark]
        if form in QUOTES and waiting and tree.form[waiting[-1]] in QUOTES:
            found.append((waiting.pop(), mark))
        elif form in OPENING or form in QUOTES:
            waiting.append(mark)
        elif waiting and OPENING.get(tree.form[waiting[-1]]) == form:
            found.append((waiting.pop(), mark))
    return found


def attach(tree, mark, held, root):
    """The word that `mark` between two phrases hangs on; `held` are all marks."""
    left = mark - 1
    while left >= 0 and left in held:
        left -= 1
    right = mark + 1
    while right < len(tree) and right in held:
        right += 1
    if right >= len(tree) or left < 0:
        edge = left if right >= len(tree) else right
        return climb(tree, edge, mark)
    after, before = climb(tree, right, mark), climb(tree, left, mark)
    # Of the two phrases that meet here the mark belongs to the one that depends on what lies on the other side.
    if tree.head[after] >= 0 and tree.head[after] < mark:
        return after
    if tree.head[before] > mark:
        return before
    return root


def climb(tree, token, mark):
    """The top of the phrase of `token` that lies on its side of `mark`."""
    side = token > mark
    while tree.head[token] >= 0 and (tree.head[token] > mark) == side:
        token = tree.head[token]
    return token
