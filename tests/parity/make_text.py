#!/usr/bin/env python3
# Makes varied news-like English for the parity tests: a grammar of our own, filled at random, always the same for a seed.
# SPDX-License-Identifier: Apache-2.0
"""make_text.py [--seed N] [--words N] [--noise F]: one paragraph a line, escaped as a JSON string.

Meaning does not matter, constructions do: reported speech in all orders, relative and reduced relative clauses, passives,
control and raising, coordination, questions, headlines, lists, numbers, money, dates, addresses, quotation marks of every
kind, and (for a share of the paragraphs) odd white space, emoji, foreign words, typing errors and broken punctuation.
"""
import argparse
import json
import random
import re

# `{name}` picks from the list of that name and fills it in turn; `{name^}` has a capital first letter.
GRAMMAR = {
    "given": "Amina,Boris,Chen,Dilma,Élise,Farouk,Giulia,Hassan,Ingrid,Juan,Kateryna,Łukasz,Mary-Ann,Nguyễn,Olu,Pär,Quentin,"
             "Rosa,Søren,Tamar,Uri,Viktor,Wanjiru,Xi,Yusuf,Zoë,J.P.,A.,Jean-Luc".split(","),
    "family": "Abdi,Brandt,Çelik,Duarte,Eze,Ferreira,Grünwald,Haddad,Ivanova,Jansen,Kowalczyk,Lindqvist,Mbeki,Nakamura,O'Neill,"
              "Petrenko,al-Qasim,Rossi,Smith-Jones,Tanaka,Ueda,van der Berg,Weiss,Yıldız,Zhang,de la Cruz,bin Rashid,MacDonald".split(","),
    "person": ["{given} {family}", "{given} {family}", "{title} {family}", "{title} {given} {family}", "{family}",
               "{adj_country} {office} {given} {family}", "the {adj_country} {office}, {given} {family},"],
    "title": "Mr.,Mrs.,Ms.,Dr.,Prof.,Gen.,Lt. Col.,Sen.,Rep.,Gov.,President,Prime Minister,Chancellor,King,Pope,PM,Sgt.,Hon.,Capt.,Mr,Ms".split(","),
    "office": "president,prime minister,foreign minister,defence minister,finance minister,ambassador,interior minister,premier,"
              "chancellor,opposition leader,army chief,envoy,central bank governor,ex-president,vice-president,attorney general".split(","),
    "country": "France,Kenya,Pakistan,Brazil,the United States,the U.S.,Côte d'Ivoire,China,South Korea,Türkiye,Russia,Bosnia-Herzegovina,"
               "the U.K.,Iran,Israel,Ukraine,India,the Philippines,Sudan,Timor-Leste,the E.U.,Saudi Arabia,Venezuela,the UAE".split(","),
    "adj_country": "French,Kenyan,Pakistani,Brazilian,American,Chinese,South Korean,Turkish,Russian,British,Iranian,Israeli,Ukrainian,"
                   "Indian,Filipino,Sudanese,Saudi,Venezuelan,U.S.,Palestinian,Swiss,Dutch,Syrian".split(","),
    "city": "Paris,Nairobi,Islamabad,Brasília,Washington,Abidjan,Beijing,Seoul,Ankara,Moscow,Sarajevo,London,Tehran,Jerusalem,Kyiv,"
            "New Delhi,Manila,Khartoum,Geneva,Brussels,Riyadh,Caracas,Rio de Janeiro,St. Petersburg,Ho Chi Minh City".split(","),
    "body": "parliament,the Senate,the Security Council,the United Nations,NATO,the African Union,the IMF,the ruling party,the cabinet,"
            "the central bank,the Supreme Court,the ministry of foreign affairs,the election commission,OPEC+,the European Commission,"
            "Human Rights Watch,the Red Cross,the army,police,the rebels,Hezbollah,the Houthis,protesters,the opposition,state media".split(","),
    "who": ["{person}", "{person}", "{body}", "{country}", "the {adj_country} {office}", "{adj_country} officials",
            "a spokesman for {body}", "{num_word} {people}", "the {office}", "he", "she", "they", "{person} and {person}",
            "both sides", "a {adj} {adj_country} {office}", "many {people}", "the {office}'s {kin}", "{body}'s {adj} wing"],
    "whom": ["{person}", "{body}", "{country}", "the {adj_country} {office}", "him", "her", "them", "each other", "{adj_country} troops",
             "{num_word} {people}", "the {office}", "those responsible", "{country} and {country}"],
    "people": "soldiers,civilians,lawmakers,refugees,demonstrators,miners,journalists,aid workers,diplomats,teachers,farmers,militants,"
              "migrants,workers,women,children,voters,officers,hostages,nurses".split(","),
    "kin": "wife,brother,son,aide,lawyer,adviser,daughter-in-law,deputy,predecessor,successor".split(","),
    "num_word": ["two", "three", "at least {n2}", "more than {n3}", "some {n2}", "{n2}", "dozens of", "hundreds of", "about {n3}", "nearly {n3}", "{n2} or so",
                 "no fewer than nine", "between {n2} and {n3}", "{n3}-odd", "a dozen", "{n3},000", "several"],
    "adj": "senior,former,new,long-awaited,disputed,controversial,so-called,well-known,bilateral,outgoing,far-right,left-wing,acting,"
           "key,deadly,peaceful,illegal,caretaker,pro-democracy,two-day,historic,unprecedented,35-year-old,third-largest,war-torn,non-binding".split(","),
    "noun": "agreement,treaty,visit,summit,resolution,cease-fire,ceasefire,embargo,attack,election,budget,proposal,law,coup,strike,protest,"
            "investigation,pipeline,loan,trial,sanctions regime,road map,deal,statement,letter,offensive,air strike,plan,curfew,referendum,"
            "arms shipment,hunger strike,border crossing,constitution,power-sharing accord,trade war,no-fly zone".split(","),
    "thing": ["the {noun}", "a {adj} {noun}", "the {adj} {noun}", "its {noun}", "their {adj} {noun}", "an {adj_country} {noun}", "the {noun} with {country}",
              "the {noun} on {topic}", "{country}'s {noun}", "any {noun}", "this {noun}", "the {noun} and the {noun}", "what {who} called {q}a {adj} {noun}{/q}",
              "a {noun} worth {money}", "the {ordinal} {noun} of its kind"],
    "topic": "trade,human rights,energy,water,migration,climate change,nuclear weapons,counter-terrorism,fisheries,debt relief,minerals,cyber security,prisoners of war,grain".split(","),
    "vt_past": "signed,rejected,condemned,announced,postponed,approved,cancelled,criticised,discussed,opposed,supported,denied,ratified,leaked,vetoed,"
               "welcomed,broke,violated,delayed,proposed,drafted,ended,renewed,called off,ruled out,put off,took part in,pulled out of".split(","),
    "vt_inf": "sign,reject,condemn,announce,postpone,approve,cancel,criticise,discuss,oppose,support,deny,ratify,veto,welcome,break,violate,"
              "renew,call off,rule out,put off,take part in,pull out of,set up,look into,hand over".split(","),
    "vt_part": "signed,rejected,condemned,announced,postponed,approved,cancelled,criticised,discussed,vetoed,violated,delayed,drafted,broken,overthrown,shot down,called off,set up".split(","),
    "vp_past": "met,visited,telephoned,invited,thanked,accused,arrested,attacked,expelled,praised,warned,threatened,sued,shot,freed,blamed,"
               "told,asked,recognised,sanctioned,bombed,congratulated,deported".split(","),
    "vp_inf": "meet,visit,telephone,invite,thank,accuse,arrest,attack,expel,praise,warn,threaten,sue,free,blame,recognise,sanction,bomb,host,talk to,meet with,call on".split(","),
    "vp_part": "met,invited,thanked,arrested,attacked,expelled,praised,warned,sued,shot,freed,deported,killed,injured,taken hostage,questioned,sworn in".split(","),
    "say_past": "said,told reporters,announced,claimed,insisted,warned,added,noted,argued,tweeted,wrote,confirmed,conceded,denied,suggested,explained,promised,complained".split(","),
    "say_verb": "said,says,has said,explained,added,insisted,wrote,joked,shouted,replied,conceded,according to one report".split(","),
    "intend": "plans,intends,wants,hopes,has agreed,refused,threatened,is expected,is likely,is due,was to,has promised,offered,failed,is about,is ready,began,tried,seems,used,was forced,is set".split(","),
    "modal": "will,would,may,might,could,should,must,can,shall,cannot,won't,wouldn't,couldn't,didn't,does not,did not,will not,'ll,may not,will never,need not,ought to".split(","),
    "vp": ["{vt_past} {thing}", "{vp_past} {whom}", "{vp_past} {whom} over {thing}", "has {vt_part} {thing}", "have not {vp_part} {whom}", "{modal} {vt_inf} {thing}", "{modal} {vp_inf} {whom}",
           "{intend} to {vt_inf} {thing}", "{intend} to {vp_inf} {whom}", "was {vp_part} by {who}", "were {vp_part}", "is being {vp_part}", "had been {vp_part} {when}", "called for {thing}", "called on {whom} to {vt_inf} {thing}",
           "asked {whom} to {vp_inf} {whom}", "accused {whom} of {ving} {thing}", "prevented {whom} from {ving} {thing}", "gave {whom} {thing}", "sent {money} to {whom}", "put an end to {thing}",
           "paid a visit to {country}", "held talks with {whom} on {topic}", "stopped short of {ving} {thing}", "is no longer {ving} {thing}", "let {whom} {vt_inf} {thing}", "made {whom} {vt_inf} {thing}",
           "{vp_past} {whom} and {vt_past} {thing}", "was {adj}", "is a {adj} {noun}", "became {office} of {country}", "voted {n2}-{n1} to {vt_inf} {thing}", "fell by {percent} to {money}",
           "arrived in {city} {when}", "died in {city} {when}", "travelled from {city} to {city}", "there's {thing} to {vt_inf}", "doesn't want {thing}", "{vt_past} {thing}, {ving} {whom}",
           "looks forward to {ving} {whom}", "seems to have {vt_part} {thing}", "would rather {vt_inf} {thing} than {vp_inf} {whom}", "neither {vp_past} {whom} nor {vt_past} {thing}",
           "agreed with {whom} that {clause}", "told {whom} that {clause}", "wondered whether {clause}", "made it clear that {clause}", "asked why {clause}", "found {thing} {adj}"],
    "ving": "signing,rejecting,condemning,violating,supporting,attacking,delaying,welcoming,financing,discussing,leaking,ending,bombing,talking to,calling off,setting up,breaking".split(","),
    "when": ["on {weekday}", "last {weekday}", "{weekday}", "on {date}", "in {month}", "in {month} {year}", "yesterday", "tomorrow", "earlier this week", "later this month", "last year", "two days ago", "{n2} years ago",
             "in the coming days", "since {year}", "until {weekday}", "by {date}", "at {time}", "next {month}", "overnight", "during the {year}s", "after {time} on {weekday}", "for {n2} days", "in early {year}", "the day before",
             "from {year} to {year}", "on the eve of {thing}", "by mid-{month}", "at the end of {month}", "every {weekday}", "within {n2} days"],
    "weekday": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,Mon.,Thurs.".split(","),
    "month": "January,February,March,April,May,June,July,August,September,October,November,December,Jan.,Feb.,Sept.,Dec.".split(","),
    "date": ["{day} {month}", "{month} {day}", "{month} {day}, {year}", "{day} {month} {year}", "{year}-0{n1}-1{n1}", "{n1}/{day}/{year}", "the {day}th of {month}", "{month} {day}th", "0{n1}.1{n1}.{year}"],
    "time": ["{n1}:30 p.m.", "{n1}pm", "{n1}.15am", "1{n1}:0{n1}", "0{n1}:45 GMT", "noon", "{n1} o'clock", "{n1}:00 AM ET", "midnight"],
    "money": ["${n2} million", "${n1}.{n1}bn", "€{n3},000", "£{n2}m", "US${n2}bn", "{n3} million euros", "¥{n1},{n3},{n3}", "Rs {n2} crore", "{n2} cents", "C${n3}", "$ {n3}", "$1{n1}0-a-barrel oil", "{n1}.{n1} trillion yuan", "₹{n2},{n3}"],
    "percent": ["{n2}%", "{n1}.{n1} per cent", "{n2} percent", "{n2}.{n1} %", "a third", "two-thirds", "half", "{n1}/{n2}", "{n1}.{n1} percentage points", "½"],
    "measure": ["{n2}km", "{n3} kilometres", "{n2}kg", "{n1}.{n1} m", "{n3}-mile", "{n2}°C", "{n2} MW", "{n1}x{n1}", "{n3} sq. km", "{n1},{n3} ft", "{n2}mph", "{n2}th", "{n1}m/s", "{n1}GB"],
    "ordinal": ["first", "second", "third", "{n2}th", "21st", "22nd", "1{n1}th", "umpteenth"],
    "clause": ["{who} {vp}", "{who} {vp}", "{who} {vp} {when}", "{who} {vp} in {city}", "{when}, {who} {vp}", "{thing} had been {vt_part} by {whom}", "it was {whom} who {vp_past} {whom}", "there was {thing}", "there were {num_word} {people} in {city}",
               "{thing} that {who} {vt_past} {vp}", "{who}, who {vp}, {vp}", "{who}, {ving} {thing}, {vp}", "{thing}, {vt_part} {when}, {vp}", "{num_word} {people} were {vp_part} {when}", "{ving} {thing} is {adj}", "what {who} {vt_past} was {thing}"],
    "sub": ["after {who} {vp}", "because {who} {vp}", "although {clause}", "while {clause}", "unless {who} {vp}", "if {who} {vp}", "as {who} {vp}", "so that {clause}", "before {ving} {thing}", "despite {ving} {thing}", "in order to {vt_inf} {thing}",
            "which {vp}", "whose {kin} {vp}", "with {num_word} {people} {vp_part}", "even though {clause}", "once {clause}", "whether or not {clause}", "having {vp_part} {whom}", "to {vt_inf} {thing}", "where {num_word} {people} {vp}"],
    "sentence": ["{clause^}.", "{clause^}.", "{clause^} {sub}.", "{clause^}, {sub}.", "{sub^}, {clause}.", "{clause^}, and {clause}.", "{clause^}; {clause}.", "{clause^}, but {clause} {sub}.",
                 "{q}{clause^},{/q} {who} {say_verb}.", "{q}{clause^},{/q} {who} {say_verb} {when}. {q}{clause^}.{/q}", "{who^} {say_past} that {clause}.", "{who^} {say_past} {clause}.", "{q}{clause^},{/q} {say_verb} {person}, {q}{clause}.{/q}",
                 "According to {who}, {clause}.", "{clause^}, {who} {say_past}.", "{clause^}, {say_past} {who}, {sub}.", "{clause^} – {clause} – {sub}.", "{clause^} ({clause}).", "{clause^} – {sub}.", "{clause^}—{sub}.",
                 "Will {who} {vt_inf} {thing}?", "Why did {who} {vp_inf} {whom}?", "Who {vp_past} {whom}?", "Is {thing} {adj} or {adj}?", "Isn't it time to {vt_inf} {thing}?!", "{vt_inf^} {thing}!", "Never had {who} {vt_part} {thing}.",
                 "Not only {who} but also {who} {vp}.", "{who^} {say_past}: {q}{clause^}!{/q}", "{q}{clause^}?{/q} {person} asked.", "{q}I {modal} {vt_inf} {thing},{/q} {who} told {whom}.", "{q}We've {vt_part} {thing} and we're {ving} it,{/q} {say_verb} {who}.",
                 "Among them: {person}, {person}; {person} & Co.", "{who^} is {ordinal} in line, {n2} years old and {measure} from {city}.", "The {measure} {noun} cost {money}, up {percent} from {money} in {year}.",
                 "The more {who} {vp}, the less {who} {vp}.", "So what? {clause^}...", "{clause^}… {clause}.", "e.g. {thing}, i.e. {thing}, etc.", "As for {thing}, {clause}.", "{who^} {vp} vs. {whom} (see p. {n2}, No. {n1}).",
                 "Both {who} and {who} {vp}, as did {who}.", "{person^}, {n2}, of {city}, {vp}.", "{clause^}, didn't they?", "Had {who} {vt_part} {thing}, {who} would have {vp_part} {whom}.", "On {topic}, {clause}; on {topic}, {clause}.",
                 "{who^} {vp} {when}, {when} and {when}.", "The {noun}'s {noun} {vp}.", "{country^} 's {noun} {vp} ."],
    "dateline": ["{city_up} ({agency}) - ", "{city_up}, {month} {day} ({agency}) — ", "{city} – ", "({agency}) ", "By {given} {family}, {city}: ", "BREAKING: ", "UPDATE 1-", "* "],
    "agency": "Reuters,AP,AFP,Xinhua,CNN,The Daily Ledger".split(","),
    "headline": ["{country^} {headline_verb} {noun} with {country}", "{office^} {headline_verb} {noun}, {n2} dead", "{city^}: {family} to {vp_inf} {family}", "{n2} {people} killed in {adj} {noun} in {city}", "{family} {headline_verb} {noun} as {people} {vt_inf} {noun}",
                 "ANALYSIS | Why {country} can't {vt_inf} its {noun}", "Live: {noun^} in {city} – what we know so far", "{num_word^} things to know about {country}'s {noun}", "Read more: {noun^} {headline_verb} {city}"],
    "headline_verb": "rejects,signs,eyes,mulls,slams,hits,urges,seeks,warns of,to sign,set to end,halts,backs,'not ready' for".split(","),
    "oddity": ["https://www.example.com/{n3}/news?id={n3}&x=a_b#top", "Contact: press.office@example.org or +4{n1} (0){n2} {n3}-{n3}.", "@{family}_{n2} #Election{year} RT: {clause} 😀👍🏽", "www.example.gov.uk/{noun} :-) ;) <3 :'(", "1) {thing} 2) {thing} (3) {thing}",
               "{noun}/{noun} and/or {noun}—{noun}--{noun}…", "| {country} | {n3} | {percent} | {money} |", "• {clause}\t• {clause}", "»{clause}«, ‹{noun}›, „{noun}“, ‘{noun}’, ''{noun}'', ``{noun}''", "({who}) [{noun}] {{{noun}}} <{noun}>", "c. {year} b.c., ca. {n2} a.d., {n1}° {n2}' N",
               "{n2}-{n2}-{n3}, {n1}.{n3}.{n1}, v{n1}.{n1}.{n1}-rc{n1}, F-16s, COVID-19, G-20's, MH17", "don't can't won't I'm you're he'd she'll we've it's let's y'all ain't gonna gotta", "DONT CANT Im youre thats wont couldve", "10am-5pm, 9a.m., 7 P.M, 5p.m.-ish",
               "他说 {clause} и всё", "naïve café résumé Ελλάδα İstanbul STRASSE straße ﬁnance Å Å", "{noun}\u00a0{noun}\u200b{noun}\u2009{noun}\u3000{noun}", "  {clause}  ", "{clause}\n{clause}\n\n{clause}", "{noun} .{noun} ,{noun} ;{noun}", "wow!!! what??? no... yes.. ok., hm,,",
               "file_{n2}.pdf C:\\{noun}\\{n1} /usr/{noun} {noun}.com {noun}@{noun} 10^{n1} x=y", "II. {thing}; IV) {thing}; §{n2}(a)(ii)", "AAAAAARGH zzz… Ha-ha-ha, mm-hmm, x-x-x", "U.S.A. U.N. E.U. Ph.D. Jr. Inc. Ltd. Corp. Co. St. Ave. Adm. Bros.", "{adj_country}-{adj_country} {noun}s, pro-{adj_country} anti-{noun} ex-{office}s",
               "the {year}s, '{n2}s, {n2}s, mid-{n2}s, {n1}-year-olds, {n1}:{n1} win, {n1}-0 loss", "\"{clause}.\"[{n1}] {clause}.[{n2}][{n1}] {clause}.{n1}", "{given} \"{family}\" {family} (née {family}; b. {year})", "⚽🏆 {country} {n1}-{n1} {country} 🇫🇷🇰🇪 ❤️", "=== {noun^} ===", "-----", "***", "—", "?"],
    "noise_word": ["{noun}", "{given}"],
}


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, name):
        r = self.random
        if name == "n1":
            return str(r.randint(1, 9))
        if name == "n2":
            return str(r.randint(10, 99))
        if name == "n3":
            return str(r.randint(100, 999))
        if name == "day":
            return str(r.randint(1, 28))
        if name == "year":
            return str(r.choice([r.randint(1945, 2029), r.randint(1990, 2025)]))
        if name == "city_up":
            return r.choice(GRAMMAR["city"]).upper()
        return r.choice(GRAMMAR[name])

    def fill(self, text, depth=0):
        marks = self.random.choice(['""', "“”", "“”", "‘’", "''", "«»", '""'])

        def one(match):
            name, capital = match.group(1), match.group(2)
            if name in ("q", "/q"):
                return marks[0] if name == "q" else marks[1]
            if depth > 6 and name == "clause":
                name = "noun"
            if depth > 6 and name in ("sub", "vp"):
                name = "vt_past"
            out = self.fill(self.pick(name), depth + 1)
            return out[:1].upper() + out[1:] if capital else out

        return re.sub(r"\{(/?[a-z_0-9]+)(\^?)\}", one, text)

    def noisy(self, text):
        r = self.random
        way = r.randrange(10)
        at = r.randrange(len(text) + 1)
        if way == 0:
            return text.upper()
        if way == 1:
            return text.lower()
        if way == 2:
            return re.sub(" ", lambda m: r.choice([" ", "  ", "   ", "\t", "\n", " \n", "\u00a0", "\r\n"]), text, count=r.randint(1, 6))
        if way == 3:
            return text[:at]
        if way == 4:
            return text[:at] + r.choice(".,;:!?'\"()[]-–—/\\&%$#@*_~^|<>=+`’“”…") * r.randint(1, 3) + text[at:]
        if way == 5:
            return re.sub("[aeiou]", "", text, count=5)
        if way == 6:
            words = text.split(" ")
            r.shuffle(words)
            return " ".join(words)
        if way == 7:
            return text.replace(" ", "", r.randint(1, 4))
        if way == 8:
            return text[:at] + chr(r.choice([0xAD, 0x200B, 0x200D, 0xFEFF, 0x301, 0x1F600, 0x660, 0x2160, 0xB2, 0x130, 0x3A3, 0x1C5, 0x2028, 0x85, 0x1D7D8])) + text[at:]
        return text.title()

    def paragraph(self, noise):
        r = self.random
        kind = r.random()
        if kind < 0.10:
            text = self.fill(self.pick("headline"))
            text = r.choice([text, text, text.title(), text.upper()])
        elif kind < 0.18:
            text = self.fill(self.pick("oddity"))
        else:
            text = self.fill(self.pick("dateline")) if r.random() < 0.15 else ""
            parts = []
            for _ in range(r.choice([1, 1, 2, 2, 3, 4, 6])):
                parts.append(self.fill(self.pick("oddity" if r.random() < 0.03 else "sentence")))
            text += " ".join(parts)
        if r.random() < noise:
            text = self.noisy(text)
        return text


def make(seed, words, noise=0.25):
    maker, count, out = Maker(seed), 0, []
    while count < words:
        text = maker.paragraph(noise)
        out.append(text)
        count += len(text.split())
    return out


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", type=int, default=13000)
    parser.add_argument("--noise", type=float, default=0.25, help="share of paragraphs that are damaged")
    options = parser.parse_args()
    for line in make(options.seed, options.words, options.noise):
        print(json.dumps(line, ensure_ascii=False))
