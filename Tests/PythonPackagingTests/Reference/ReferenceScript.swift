/// The Python side of the comparison: reads questions from the file named by its first argument and writes what the
/// `packaging` library answers to the file named by its second.
let referenceScript = #"""
    import base64, json, sys
    from packaging import metadata, specifiers, utils, version
    from packaging._parser import Value, Variable, parse_requirement
    from packaging.requirements import Requirement

    questions = json.load(open(sys.argv[1], encoding="utf-8"))


    def attempt(function, *arguments):
        try:
            return function(*arguments)
        except (ValueError, SyntaxError):
            return None


    def canonical(specifier_set):
        texts = set()
        for specifier in specifier_set:
            text = specifier.version
            if specifier.operator == "===":
                pass
            elif text.endswith(".*"):
                text = str(version.Version(text[:-2])) + ".*"
            else:
                text = str(version.Version(text))
            texts.add(specifier.operator + text)
        return ",".join(sorted(texts))


    def versions(texts):
        parsed = [attempt(version.Version, text) for text in texts]
        ranks, rank, previous = {}, -1, None
        for item in sorted({v for v in parsed if v is not None}):
            rank += 1
            ranks[item] = rank
        return [
            None if v is None else {
                "canonical": str(v), "rank": ranks[v], "pre": v.is_prerelease, "post": v.is_postrelease,
                "dev": v.is_devrelease, "local": v.local,
            }
            for v in parsed
        ]


    def containment(pair):
        text, candidate = pair
        specifier_set = attempt(specifiers.SpecifierSet, text)
        if specifier_set is None:
            return None
        candidate = version.Version(candidate)
        return {
            "canonical": canonical(specifier_set),
            "contains": specifier_set.contains(candidate),
            "containsFinal": specifier_set.contains(candidate, prereleases=False),
        }


    def filename(text):
        if text.endswith(".whl"):
            parsed = attempt(utils.parse_wheel_filename, text)
            if parsed is None:
                return None
            name, number, build, tags = parsed
            return {
                "name": name, "version": str(number), "build": [str(part) for part in build],
                "tags": sorted(str(tag) for tag in tags),
            }
        parsed = attempt(utils.parse_sdist_filename, text)
        if parsed is None:
            return None
        return {"name": parsed[0], "version": str(parsed[1]), "build": [], "tags": []}


    def operand(item):
        return f"{'$' if isinstance(item, Variable) else '='}{item.value}"


    def marker_text(item):
        if isinstance(item, tuple):
            left, comparison, right = item
            return f"<{operand(left)} {comparison.value} {operand(right)}>"
        groups, current = [], []
        for part in item:
            if part == "or":
                groups.append(current)
                current = []
            elif part != "and":
                current.append(marker_text(part))
        groups.append(current)
        texts = [group[0] if len(group) == 1 else "all(" + " ".join(group) + ")" for group in groups]
        return texts[0] if len(texts) == 1 else "any(" + " ".join(texts) + ")"


    def requirement(text):
        parsed = attempt(Requirement, text)
        if parsed is None:
            return None
        tree = parse_requirement(text).marker
        return {
            "name": utils.canonicalize_name(parsed.name),
            "extras": sorted({utils.canonicalize_name(extra) for extra in parsed.extras}),
            "specifiers": canonical(parsed.specifier),
            "url": parsed.url,
            "marker": None if tree is None else marker_text(tree),
        }


    def name(text):
        return attempt(lambda: utils.canonicalize_name(text, validate=True))


    def lines(text):
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()


    def read_metadata(encoded):
        raw, unparsed = metadata.parse_email(base64.b64decode(encoded))
        fields = {}
        for key, value in raw.items():
            header = metadata._RAW_TO_EMAIL_MAPPING[key]
            if key in ("keywords", "project_urls", "description"):
                continue
            # One empty Import-Name says that there is none to import.
            value = [""] if value == [] else value
            fields[header] = [lines(item) for item in (value if isinstance(value, list) else [value])]
        unread = {
            key: [lines(item) for item in value if isinstance(item, str)]
            for key, value in unparsed.items()
            if key in metadata._EMAIL_TO_RAW_MAPPING
        }
        return {
            "fields": fields,
            "unread": unread,
            "unknown": sorted(key for key in unparsed if key not in metadata._EMAIL_TO_RAW_MAPPING),
            "keywords": [lines(item) for item in raw.get("keywords", [])],
            "urls": [[label, lines(url)] for label, url in raw.get("project_urls", {}).items()],
            "description": raw.get("description"),
        }


    answers = {
        "versions": versions(questions["versions"]),
        "containments": [containment(pair) for pair in questions["containments"]],
        "filenames": [filename(text) for text in questions["filenames"]],
        "requirements": [requirement(text) for text in questions["requirements"]],
        "names": [name(text) for text in questions["names"]],
        "metadata": [read_metadata(encoded) for encoded in questions["metadata"]],
    }
    json.dump(answers, open(sys.argv[2], "w", encoding="utf-8"))
    """#
