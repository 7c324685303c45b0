#!/usr/bin/env python3
# Makes data/imported/ from the folder of knowledge tables: what the engine uses, sorted, with provenance.
# SPDX-License-Identifier: Apache-2.0
"""Usage: scripts/import_knowledge.py KNOWLEDGE_FOLDER [OUT_FOLDER=data/imported]

The output is a pure function of the input tables and of our own in knowledge/. Corrections do not belong here or into the
output, but into knowledge/ and data/actors/overrides.toml.
"""
import collections
import csv
import os
import re
import sys
import unicodedata

OWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "knowledge")
SEEN = "2022-08"  # the list of officials was taken then: who had no successor was in office
AS_OF = "2026-08-22"  # the newest state of the input tables; change it with them
NO_LICENCE = {"archigos", "reign", "world-leaders-current"}  # no licence or share-alike: no row rests on them alone


def read(folder, name):
    path = os.path.join(folder, name + ".tsv")
    with open(path, encoding="utf-8", newline="\n") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def write(folder, name, columns, rows, source, licence):
    """Rows are tuples of strings; sorted, one each, NFC."""
    path = os.path.join(folder, name + ".tsv")
    lines = []
    for row in rows:
        line = unicodedata.normalize("NFC", "\t".join(row))
        assert len(row) == len(columns) and "\n" not in line and line.count("\t") == len(columns) - 1, row
        lines.append(line)
    lines = sorted(set(lines))
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("# source: %s\n# licence: %s\n# as of: %s\n# tool: scripts/import_knowledge.py; do not edit,"
                  " correct in data/actors/overrides.toml\n" % (source, licence, AS_OF))
        out.write("\t".join(columns) + "\n")
        out.write("\n".join(lines) + "\n")
    print("%-18s %6d rows %8d bytes" % (name + ".tsv", len(lines), os.path.getsize(path)))


def fold(name):
    """ASCII letters and digits in lower case, for slugs and for comparing names."""
    text = unicodedata.normalize("NFD", name.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l")
                                 .replace("Ł", "L").replace("đ", "d").replace("Đ", "D").replace("ı", "i"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def usable_name(name):
    return len(name.split()) >= 2 and not re.search(r"[\d()\[\]/]", name) and all(
        w[:1].isupper() or w.lower() in PARTICLES for w in re.split(r"[\s-]+", name) if w)


PARTICLES = {"de", "la", "le", "du", "von", "van", "der", "den", "bin", "ibn", "al", "el", "ul", "of", "da", "dos", "das",
             "do", "del", "di", "y", "e", "zu", "ter", "ten", "abu", "ould", "uld", "bint", "los", "las", "af", "and"}


def close_offices(officials, own):
    """Ends that the list of officials leaves open: our own lines first, then the next holder of the same office.

    Where several hold an office of one name at once ("Minister of State"), nobody follows anybody. Without a successor
    the holder was still in office when the list was taken.
    """
    replaced = {(r["iso3"], r["title"], fold(n)) for r in own for n in [r["name"]] + r["aliases"].split("|")}
    rows = [r for r in officials if r["to"] or (r["iso3"], r["title"], fold(r["name"])) not in replaced]
    holders = collections.defaultdict(list)
    for r in rows + own:
        holders[r["iso3"], r["title"]].append(r)
    for office in holders.values():
        office.sort(key=lambda r: (r["from"], r["name"]))
    for r in rows:
        if r["to"]:
            continue
        others = [h for h in holders[r["iso3"], r["title"]] if fold(h["name"]) != fold(r["name"])]
        shared = any(a["to"] > b["from"] for a, b in zip(others, others[1:]))
        later = [h["from"] for h in others if h["from"] > r["from"]]
        if shared or r["from"] < "2008":
            r["end"] = "open"
        elif later:
            r["to"], r["end"] = later[0], "succ"
        else:
            r["end"] = SEEN
    return rows


def plain_names(name):
    """"Mark A. Milley" is "Mark Milley" in most reports."""
    words = name.split()
    if len(words) == 3 and re.fullmatch(r"[A-Z]\.", words[1]):
        yield words[0] + " " + words[2]


def persons(folder, leaders, officials, org_leaders, parties, own):
    """One row a person. Rows of one country and name with one Q or none are one person; rows of one Q are one person.

    An office is `table;role;sector;from;to;end;title` and the country where it is not the person's own; `table` is the
    first letter of leaders, officials, org_leaders, parties; `end` says how `to` is known (see the knowledge's README).
    """
    rows = []  # (country, name, aliases, surname, qid, office)
    for r in leaders:
        if set(r["source"].split("+")) <= NO_LICENCE:
            continue
        if re.search(r"co-?prince", r["title"], re.I):  # a president of France is a prince of Andorra too; nobody means that
            continue
        rows.append((r["iso3"], r["name"], r["aliases"], r["surname"], r["qid"],
                     ("leaders", r["role"], "GOV", r["from"], r["to"], r["end"], r["title"])))
    for r in close_offices(officials, own):
        rows.append((r["iso3"], r["name"], r["aliases"], "", r["qid"],
                     ("officials", r["role"], r["sector"], r["from"], r["to"], r.get("end", ""), r["title"])))
    # Our own lines join a person of that country who bears the name.
    bearers = collections.defaultdict(set)
    for country, name, aliases, _, qid, _ in rows:
        for n in [name] + aliases.split("|"):
            bearers[country, fold(n)].add((name, qid))
    for r in own:
        same = set()
        for n in [r["name"]] + r["aliases"].split("|"):
            same |= bearers.get((r["iso3"], fold(n)), set())
        known = {q or fold(n): (n, q) for n, q in sorted(same)}
        name, qid = next(iter(known.values())) if len(known) == 1 else (r["name"], "")
        aliases = "|".join(n for n in [r["name"]] + r["aliases"].split("|") if n and n != name)
        rows.append((r["iso3"], name, aliases, "", qid,
                     ("officials", r["role"], r["sector"], r["from"], r["to"], "" if r["to"] else "current", r["title"])))
    for r in org_leaders:
        rows.append((r["org"], r["name"], r["aliases"], "", "",
                     ("org_leaders", "ORG", "", r["from"], r["to"], "" if r["to"] else "open", r["role"])))
    known = {(r[0], fold(n)) for r in rows for n in [r[1]] + r[2].split("|")}
    for r in parties:
        for leader in r["leaders"].split("|"):
            if usable_name(leader) and (r["iso3"], fold(leader)) not in known:
                rows.append((r["iso3"], leader, "", "", "",
                             ("parties", "PARTY", "PTY", r["first_year"], r["last_year"], "listed", "leader of " + r["name"])))

    ids = collections.defaultdict(set)
    for country, name, _, _, qid, _ in rows:
        if qid:
            ids[country, fold(name)].add(qid)
    groups = collections.defaultdict(list)
    for row in rows:
        mine = ids.get((row[0], fold(row[1])), set())
        qid = row[4] or (next(iter(mine)) if len(mine) == 1 else "")
        groups[qid or (row[0], fold(row[1]))].append(row)

    # An alias that is another person's own name is a fault of the source ("Mahinda Rajapaksa" alias "Gotabaya Rajapaksa").
    main = collections.defaultdict(set)
    for key, group in groups.items():
        for r in group:
            main[r[0], fold(r[1])].add(key)

    out = []
    for key, group in sorted(groups.items(), key=lambda item: str(item[0])):
        order = {"leaders": 0, "org_leaders": 1, "officials": 2, "parties": 3}
        group.sort(key=lambda r: (order[r[5][0]], r[5][3], r))
        # His own country is the one that he held most offices in.
        held = collections.Counter(r[0] for r in group)
        country = min(held, key=lambda c: (-held[c], c))
        group.sort(key=lambda r: r[0] != country)
        name = group[0][1]
        names, surname = [name], group[0][3]
        for r in group:
            for n in [r[1], *plain_names(r[1])] + (r[2].split("|") if r[2] else []):
                if n not in names and (len(n.split()) > 1 or r[5][0] == "officials"):
                    if main.get((r[0], fold(n)), {key}) == {key}:
                        names.append(n)
        offices = []
        for r in sorted(group, key=lambda r: (r[5][3], r[5][4], r[5])):
            table, role, sector, since, until, end, title = r[5]
            title = re.sub(r"[;|]", ",", title).strip()
            if table == "parties":
                title = ""  # the party's name in full would double the file
            office = ";".join((table[0], role, sector, since, until, end, title))
            if r[0] != country:
                office += ";" + r[0]
            if office not in offices:
                offices.append(office)
        qid = key if isinstance(key, str) else ""
        out.append((country, name, "|".join(names[1:]), surname, qid, "|".join(offices)))
    write(folder, "persons", ["country", "name", "aliases", "surname", "wikidata", "offices"], out,
          "CIA World Factbook 1990-2026; Wikidata through every-politician-scrapers, 2022-08 to 2023-03; petrarch2"
          " dictionaries; own list", "public domain; CC0; MIT (Open Event Data Alliance 2014)")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = sys.argv[1]
    out = sys.argv[2] if len(sys.argv) == 3 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "imported")
    os.makedirs(out, exist_ok=True)
    states = read(source, "states")
    for r in states:
        # An article is no part of a name: names with one are taken for anaphors ("the Tigers").
        r["other_names"] = "|".join(name for name in r["other_names"].split("|") if name != "the " + r["name"])
    parties = read(source, "parties")

    columns = ["iso3", "name", "other_names", "demonyms", "capital", "from", "to", "status", "wikidata"]
    write(out, "states", columns, [tuple(r[c] for c in columns) for r in states],
          "CIA World Factbook; country-codes; Unicode CLDR 48; own lists", "public domain; PDDL; Unicode-3.0")
    columns = ["metonym", "actor", "sector", "kind"]
    write(out, "metonyms", columns, [tuple(r[c] for c in columns) for r in read(source, "metonyms")], "own list", "Apache-2.0")

    persons(out, read(source, "leaders"), read(source, "officials"), read(source, "org_leaders"), parties, read(OWN, "officials"))

    columns = ["acronym", "name", "aliases", "code", "kind", "hq", "hq_iso3", "from", "to", "members"]
    write(out, "orgs", columns, [tuple(r[c] for c in columns) for r in read(source, "orgs") + read(OWN, "orgs")],
          "CIA World Factbook and its Appendix B (2018); own list", "public domain")

    groups = []
    codes = {r["iso3"] for r in states}
    # "PHILIPPINES" stands beside a group in one list: no alias.
    countries = {name.casefold() for r in states for name in [r["name"], *r["other_names"].split("|")]}
    for r in read(source, "armed_groups"):
        # The reference lists hold persons, region codes and religions too; only plain country + kind is of use.
        plain = r["iso3"] in codes and re.fullmatch(r"[A-Z]{3}(REB|UAF|CRM|PRM|SEP)", r["code"])
        if r["source"] == "curated" or (plain and len(r["name"].split()) > 1):
            years = re.fullmatch(r"UCDP conflict years (.*)", r["note"])
            own = r["source"] == "curated"
            aliases = "|".join(a for a in r["aliases"].split("|") if own or a.casefold() not in countries)
            groups.append((r["name"], aliases, r["iso3"], r["code"], r["from"], r["to"], r["source"],
                           years.group(1) if years else ""))
    groups += [(r["name"], r["aliases"], r["iso3"], r["code"], r["from"], r["to"], "curated", "")
               for r in read(OWN, "armed_groups") if (r["name"], r["iso3"]) not in {(g[0], g[2]) for g in groups}]
    write(out, "armed_groups", ["name", "aliases", "iso3", "code", "from", "to", "list", "conflict_years"], groups,
          "own list; petrarch2 dictionaries (oeda); UCDP Actor Dataset 22.1 (ucdp); CIA World Factbook (cia)",
          "own; MIT (Open Event Data Alliance 2014); CC BY 4.0 (Davies, Pettersson and Oberg 2022); public domain")

    columns = ["name", "aliases", "generic", "iso3", "code"]
    write(out, "institutions", columns, [tuple(r[c] for c in columns) for r in read(source, "institutions") + read(OWN, "institutions")],
          "CIA World Factbook; own list", "public domain")
    rows = []
    for r in parties:
        if len(r["name"]) > 3:
            rows.append((r["iso3"], r["name"], r["acronym"], r["first_year"], r["last_year"], r["sector"]))
    write(out, "parties", ["iso3", "name", "acronym", "first_year", "last_year", "sector"], rows,
          "CIA World Factbook 1990-2026", "public domain")
    columns = ["role", "cameo", "plover", "kind", "source"]
    # A role that ends in a preposition ("ambassador to") would hide what follows it.
    roles = [r for r in read(source, "roles") if r["role"].split()[-1] not in ("to", "at", "for", "of", "in", "from")]
    write(out, "roles", columns, [tuple(r[c] for c in columns) for r in roles],
          "own list (curated); PLOVER_agents of NGEC (oeda)", "own; MIT (Open Event Data Alliance 2014)")
    columns = ["geonameid", "iso3", "name", "aliases", "admin1", "kind", "population", "lat", "lon"]
    write(out, "cities", columns, [tuple(r[c] for c in columns) for r in read(source, "cities")],
          "GeoNames (snapshot of about 2021); own aliases", "CC BY 4.0: contains data from GeoNames")
    columns = ["code", "iso3", "name", "aliases", "lat", "lon"]
    write(out, "admin1", columns, [tuple(r[c] for c in columns) for r in read(source, "admin1")],
          "GeoNames (snapshot of about 2021); own aliases", "CC BY 4.0: contains data from GeoNames")


if __name__ == "__main__":
    main()
