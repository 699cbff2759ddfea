#!/usr/bin/env python3
r"""Lay out the rule files so that they can be read, changed and compared line by line.

usage: format_rules.py [--check] [FILE ...]

FILE     rule files; without any, all of rules/
--check  changes nothing, names each place (file:line) that it would change, and exits with 1 where there is one

What it does, and nothing else:
- Rows of inline tables (`triggers = [ { verb = "meet" }, ... ]`) become tables with a line a key (`[[act.triggers]]`); so
  does a row that was pasted between such tables.
- A string on a line of more than 140 characters is broken behind a `|`, or, where it has none, behind a space. A backslash
  at the end of a line joins it with the next, as TOML has it.
- An array on a line of more than 140 characters gets lines of its own.
- Comments of more than 140 characters are wrapped.

Lines that fit stay as they are: a word can be added to a list and nothing else moves. Where a line no longer fits, its
string, or the lines of its array up to the next comment, are filled anew, to 120 characters, which leaves room for a word.
What a TOML parser reads stays the same: the script compares it, and writes nothing where it differs. Needs Python 3.11
alone. `python3 -m doctest scripts/format_rules.py` runs the examples below.
"""
import argparse, pathlib, re, sys, textwrap, tomllib

LIMIT = 140
FILL = 120
INDENT = "    "

TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5} | \'\'\'.*?\'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*'  # strings
    | \#[^\n]* | [\[\]{},=] | \n | [^\S\n]+ | [^\s\[\]{},="'\#]+''',
    re.DOTALL | re.VERBOSE,
)
# A backslash at the end of a line of a string, with the white space that it takes away.
JOINT = re.compile(r"(?<!\\)((?:\\\\)*)\\[ \t]*\n\s*")


class Mistake(Exception):
    """Number of a line, and what is wrong there."""


def tokens(text):
    """Strings, comments, marks, line ends, white space and bare words, which together are the text."""
    found, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise Mistake(text.count("\n", 0, at) + 1, "a quotation mark has no partner")
        found.append(match[0])
        at = match.end()
    return found


def deeper(token):
    """By how much brackets are nested deeper behind a token."""
    return (token in ("[", "{")) - (token in ("]", "}"))


def statements(text):
    """The text in lines, or in more than a line where a value takes more; each with the number of its first line."""
    piece, depth, start, line = [], 0, 1, 1
    for token in tokens(text):
        piece.append(token)
        depth += deeper(token)
        line += token.count("\n")
        if token == "\n" and depth <= 0:
            yield start, piece
            piece, depth, start = [], 0, line
    if piece:
        yield start, piece


def fits(text):
    return all(len(line) <= LIMIT for line in text.split("\n"))


def fill(pieces, indent, end=""):
    """Lines of as many pieces as they hold. `end` is what will stand at their ends."""
    lines = []
    for piece in pieces:
        if lines and len(indent + lines[-1] + piece.rstrip() + end) <= FILL:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [indent + line for line in lines]


def wrapped(comment):
    start = re.match(r"\s*#*\s*", comment)[0]
    if fits(comment):
        return comment
    whole = {"break_long_words": False, "break_on_hyphens": False}
    return textwrap.fill(comment[len(start) :], FILL, initial_indent=start, subsequent_indent=start, **whole)


def string(token):
    r'''A basic string over several lines.

    >>> print(string('"' + "|".join(["a long word"] * 12) + '"'))
    """\
        a long word|a long word|a long word|a long word|a long word|a long word|a long word|a long word|a long word|\
        a long word|a long word|a long word"""
    >>> tomllib.loads("a = " + string('"' + "so to speak, " * 30 + '"'))["a"] == "so to speak, " * 30
    True
    '''
    quotes = 3 if token.startswith('"""') else 1
    body = JOINT.sub(r"\1", token[quotes:-quotes])
    words = re.compile(r"\s*\S+\s*")
    if "\n" in body:  # Prose, whose lines are part of the value.
        lines = (line if fits(line) else "\\\n".join(fill(words.findall(line), "", "\\")) for line in body.split("\n"))
        return '"""' + "\n".join(lines) + '"""'
    pieces = re.findall(r"[^|]*\|\s*|[^|]+$", body) if "|" in body else words.findall(body)
    if len(pieces) < 2 or body[0].isspace():
        return token
    return '"""\\\n' + "\\\n".join(fill(pieces, INDENT, "\\")) + '"""'


def lines_of(array):
    """The elements and the comment of each line of an array, which is given as tokens."""
    lines, text, depth = [([], "")], "", 0
    for token in [*array[1:-1], ","]:
        depth += deeper(token)
        if depth > 0 or (token not in (",", "\n") and token[0] != "#"):
            text += token
            continue
        if text.strip():
            lines[-1][0].append(text.strip())
        text = ""
        if token == "\n":
            lines.append(([], ""))
        elif token != ",":
            lines[-1] = (lines[-1][0], token)
    return lines


def filled(lines):
    """Lines of an array without comments, which stay as they are where they all fit."""
    lines = [[text if fits(INDENT + text) or text[0] != '"' else string(text) for text in line] for line in lines]
    kept = [INDENT + ", ".join(line) + "," for line in lines]
    if all(map(fits, kept)):
        return kept
    return [line.rstrip() for line in fill([text + ", " for line in lines for text in line], INDENT)]


def array(tokens_of_it):
    r"""An array over several lines.

    >>> print(array(tokens('["a", # the first\n' + '"long word", ' * 11 + ']')))
    [
        "a", # the first
        "long word", "long word", "long word", "long word", "long word", "long word", "long word", "long word", "long word",
        "long word", "long word",
    ]
    """
    written, run = [], []
    for texts, comment in lines_of(tokens_of_it):
        if not comment:
            run += [texts] if texts else []
            continue
        written += filled(run)
        run, own = [], filled([texts] if texts else [])
        if own and fits(f"{own[-1]} {comment}"):
            own[-1] += f" {comment}"
        else:
            own.insert(0, wrapped(INDENT + comment))
        written += own
    return "\n".join(["[", *written, *filled(run), "]"])


def pair(key, value):
    """`key = value`, over several lines where one is too long. The value is given as tokens."""
    text = f"{key} = {''.join(value)}"
    if not fits(text) and value[0] == "[":
        return f"{key} = {array(value)}"
    if not fits(text) and value[0].startswith('"'):
        return f"{key} = {string(value[0])}"
    return text


def split_pair(parts):
    """The key, and the tokens of the value."""
    at = parts.index("=")
    value = parts[at + 1 :]
    while not value[0].strip():
        value.pop(0)
    while not value[-1].strip():
        value.pop()
    return "".join(parts[:at]).strip(), value


def table(header, row):
    """An inline table as one with a header and a line a key.

    >>> print(table("act.triggers", '{ verb = "meet", recipient = "obj|with" }'))
    [[act.triggers]]
    verb = "meet"
    recipient = "obj|with"
    """
    fields = [field for line, _ in lines_of(tokens(row)) for field in line]
    return "\n".join([f"[[{header}]]", *(pair(*split_pair(tokens(field))) for field in fields)])


def rows(header, array):
    """An array of inline tables as tables; a comment on the line of one or above it stands above it."""
    written, comments = "", []
    for texts, comment in lines_of(array):
        comments += [wrapped(comment)] if comment else []
        for text in texts:
            written += "\n".join(["", *comments, table(header, text), ""])
            comments = []
    return written + "".join(f"\n{comment}\n" for comment in comments)


def layout(text):
    """The text as it should stand, and the numbers of the lines of `text` that have to change for that."""
    written, changed = [], []
    header, after_rows = "", False
    for line, parts in statements(text):
        source = new = "".join(parts)
        words = [part for part in parts if part.strip()]
        comment = words.pop() if words and words[-1].startswith("#") else ""
        if not words:
            new = wrapped(source.rstrip("\n")) + "\n" if comment else source
        elif words[0] == "{" and "." in header:  # A row between tables.
            new = rows(header, ["[", *parts, "]"])
            new = new.lstrip("\n") if written and written[-1] == "\n" else new
            after_rows = True
        elif words == ["]"] and "." in header:  # What ended an array that is one no more.
            new = ""
        elif words[0] == "[":
            header, after_rows = "".join(words).strip("[]"), False
        elif after_rows:
            raise Mistake(line, "a key behind the rows of its table; put it in front of them")
        elif "=" not in words:
            raise Mistake(line, "neither `key = value` nor a `[table]`")
        else:
            key, value = split_pair(parts[: len(parts) - parts[::-1].index(comment) - 1] if comment else parts)
            marks = [part for part in value if part.strip() and not part.startswith("#")]
            if marks[:2] == ["[", "{"]:
                header, after_rows = f"{header}.{key}" if header else key, True
                new = (wrapped(comment) + "\n" if comment else "") + rows(header, value)
            elif not fits(source):
                new = (wrapped(comment) + "\n" if comment else "") + pair(key, value) + "\n"
        if new != source:
            changed.append(line)
        written.append(new)
    return "".join(written), changed


def data(text):
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing, name the places that would be changed")
    parser.add_argument("files", nargs="*", metavar="FILE", type=pathlib.Path, help="rule files (default: rules/*.toml)")
    options = parser.parse_args()
    failed = False
    for path in options.files or sorted((pathlib.Path(__file__).parent.parent / "rules").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        try:
            new, changed = layout(text)
            if data(new) is None or data(text) not in (None, data(new)):
                tomllib.loads(text)
                raise Mistake(changed[0] if changed else 1, "would read differently; this is a mistake of the script")
        except (Mistake, tomllib.TOMLDecodeError) as mistake:
            where = ":".join(map(str, mistake.args[:1])) if isinstance(mistake, Mistake) else "1"
            print(f"{path}:{where}: {mistake.args[-1]}", file=sys.stderr)
            failed = True
            continue
        if options.check:
            for line in changed:
                print(f"{path}:{line}: not laid out; run scripts/format_rules.py")
            failed |= bool(changed)
        elif new != text:
            path.write_text(new, encoding="utf-8")
    sys.exit(failed)


if __name__ == "__main__":
    main()
