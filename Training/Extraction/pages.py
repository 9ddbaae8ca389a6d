"""Writes web pages of newspapers that do not exist, with the text that is the story: pages.py FOLDER COUNT [SEED].

Each page is put together anew from what pages of news are made of: a frame with navigation, consent, teasers, comments and
footers, and a story whose paragraphs, headings, lists, captions, interruptions and boxes are marked up as one of many
systems does. PAGE.gold.json has `text`, the paragraphs of the story, and `ignore`, what may or may not be in it.
"""

import html
import json
import pathlib
import random
import sys

FIRST = "Ada Tom Mira Jonas Petra Dev Lena Omar Ruth Carl Ines Hugo Nora Paul Vera Sam Elin Marc Asha Ivan Rosa Felix Mona Igor Tess Yusuf Clara Bram Edith Lars".split()
LAST = "Reyes Ode Rowan Lindqvist Holle Anand Moen Keller Okafor Brandt Silva Novak Haas Ibsen Duarte Falk Greer Tanaka Weiss Pryce Mbeki Costa Lund Varga Quinn Sato Adler Petrov Marsh Doyle".split()
PLACE = "Merton Kestrel Bay, Alden, Port Hale, Norvik, Tarrow, Elmsford, Castle Reach, Dunmore, Westlake, Ardley, San Telmo, Brightwater, Oakham, Lower Fenn".split(", ")
ORG = "the city council; the harbour board; Kestrel Foods; Northline Rail; the health ministry; Alden University; the teachers' union; Halden Energy; the county court; the national bank; the fire service; Brightwater Hospital; the water company; the election office; Tarrow United".split("; ")
THING = "the bridge; a new tax on diesel; the school budget; the ferry line; a vaccine trial; the old mill; the rail strike; the housing plan; a flood barrier; the rent cap; the stadium; the wage deal; a solar park; the port expansion; the bus fares; the museum; the reservoir; the trade deal".split("; ")
VERB = "approved; rejected; delayed; announced; criticised; defended; reviewed; paid for; closed; reopened; opposed; promised; cancelled; investigated; sold; repaired".split("; ")
DAY = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTH = "January February March April May June July August September October November December".split()
ADJ = "costly unpopular long-awaited controversial modest ambitious unexpected overdue temporary local expensive careful".split()
NOUN = "decision plan report vote hearing meeting study deal proposal protest delay budget ruling campaign".split()
TAIL = "; after weeks of talks; despite protests from residents; for the third time this year; without giving a reason; as costs kept rising; in a vote that surprised many; before the summer break; under pressure from the unions; two years behind schedule; at a meeting that lasted until midnight; because of falling demand; according to documents seen by this newspaper; while other towns wait for money; and nobody was hurt; even though the money had been set aside".split("; ")
MORE = ["Read more:", "READ MORE:", "Also read:", "Related:", "See also:", "MORE:", "Don't miss:", "In pictures:", "Watch:", "Background:", "Also on our site:", "From the archive:", "Explained:", "", ""]
SIGNUP = ["Sign up for our morning newsletter", "Get the day's top stories in your inbox", "Never miss a story", "The briefing, every morning", "Join thousands of readers", "Stay ahead of the news", "Download our app", "Follow us on our channel", "Enjoying this story?", "Support local reporting", "Become a member today"]
SIGNUP_TEXT = ["Our editors pick the stories that matter and send them to you every weekday morning.", "By signing up you agree to our terms. You can unsubscribe at any time.", "Get breaking news on your phone, free and without adverts.", "Your support helps us to keep our reporters on the ground in every town of the county.", "Enter your email address and we will send you the best of our reporting, photographs and opinion each week.", "We never share your address with anybody. This site is protected by a service whose terms apply."]
CONSENT = ["We and our partners store and access information on a device, such as cookies, and process personal data, such as unique identifiers and standard information sent by a device, for personalised adverts and content, measurement of both, insights into audiences, and the development of products.", "With your permission we and our partners may use precise geolocation data and identification by scanning the device. You may click to consent to the processing described above.", "We use cookies to make this site work and to understand how it is used. You can change your choice at any time in the settings at the foot of each page.", "Your privacy matters to us. Some of our partners process your data on the basis of their legitimate interest and do not ask for your consent; you can object to this at any time.", "By clicking Accept you agree to the storing of cookies on your device to improve navigation, analyse usage and assist in our marketing."]
FOOTER = ["is a newspaper of the county, founded long ago and owned by its readers. It appears every day but Sunday.", "All rights reserved. Nothing on this site may be copied, broadcast or rewritten without permission in writing.", "We are not responsible for the content of external sites. Prices and times may change without notice.", "Reporting here is made possible by readers, foundations and advertisers, none of whom has a say in what we publish."]
COMMENT = ["I have lived here for thirty years and nothing ever changes. They promise and promise, and then the money is gone.", "Finally somebody says it!", "This is exactly what we were told would not happen. Who voted for these people?", "Does anybody know when the next meeting is? I would like to go and ask them myself.", "Good article, thank you. More of this please.", "Sorry but the numbers do not add up, the bridge alone costs more than that.", "lol as if", "My children take that bus every morning, so for us it is not a small thing at all. We are thinking about moving away, to be honest."]
SECTIONS = "News Politics Business Sport Culture Opinion Weather Health Science Travel Food Education Jobs Obituaries Video Podcasts Puzzles Local World Environment Technology Motoring Property Lifestyle".split()


class Writer:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def pick(self, items):
        return self.r.choice(items)

    def chance(self, p):
        return self.r.random() < p

    def name(self):
        return f"{self.pick(FIRST)} {self.pick(LAST)}"

    def sentence(self):
        r = self.r
        org, thing, verb = self.pick(ORG), self.pick(THING), self.pick(VERB)
        form = r.randrange(9)
        cap = lambda s: s[0].upper() + s[1:]
        if form == 0:
            s = f"{cap(org)} {verb} {thing} on {self.pick(DAY)} {self.pick(TAIL)}"
        elif form == 1:
            s = f"The {self.pick(ADJ)} {self.pick(NOUN)} had been expected since {self.pick(MONTH)}, {self.name()} said"
        elif form == 2:
            return f"“We knew that {thing} would be {self.pick(ADJ)},” said {self.name()}, who speaks for {org}."
        elif form == 3:
            s = f"In {self.pick(PLACE)}, some {r.randrange(2, 900)} people took part in the {self.pick(NOUN)}, and {r.randrange(2, 90)} per cent of them opposed {thing}"
        elif form == 4:
            s = f"{self.name()} of {org} called it a {self.pick(ADJ)} {self.pick(NOUN)} {self.pick(TAIL)}"
        elif form == 5:
            return f"“It is a {self.pick(ADJ)} {self.pick(NOUN)}, and {self.pick(ORG)} should have told us,” {self.pick(LAST)} said. “That is all.”"
        elif form == 6:
            s = f"Since {self.r.randrange(1950, 2024)} {org} has {verb} {thing} {self.pick(TAIL)}"
        elif form == 7:
            s = f"Nobody at {org} was available to comment on {thing}"
        else:
            s = f"It was not clear whether {thing} would be {verb} {self.pick(TAIL)}"
        return " ".join(s.split()).rstrip(",") + "."

    def paragraph(self, low=1, high=4):
        return " ".join(self.sentence() for _ in range(self.r.randint(low, high)))

    def headline(self):
        form = self.r.randrange(5)
        org = self.pick(ORG).replace("the ", "").capitalize()
        thing = self.pick(THING)
        if form == 0:
            return f"{org} {self.pick(VERB)} {thing}"
        if form == 1:
            return f"Why {thing} divides {self.pick(PLACE)}"
        if form == 2:
            return f"{self.pick(PLACE)}: {self.pick(ADJ).capitalize()} {self.pick(NOUN)} on {thing}"
        if form == 3:
            return f"‘A {self.pick(ADJ)} {self.pick(NOUN)}’: how {self.pick(PLACE)} lost {thing}"
        return f"{self.name()} says {self.pick(ORG)} {self.pick(VERB)} {thing}"

    def date(self):
        r = self.r
        y, m, d = r.randrange(2008, 2026), r.randrange(1, 13), r.randrange(1, 29)
        h, n = r.randrange(0, 24), r.randrange(0, 60)
        forms = [f"{MONTH[m-1]} {d}, {y}", f"{d} {MONTH[m-1]} {y}", f"{MONTH[m-1][:3]}. {d}, {y} {h%12+1}:{n:02} {'a.m.' if h < 12 else 'p.m.'}", f"{y}-{m:02}-{d:02} {h:02}:{n:02}", f"{d} {MONTH[m-1][:3]} {y} at {h:02}:{n:02}"]
        return r.choice(forms), f"{y}-{m:02}-{d:02}T{h:02}:{n:02}:00Z"


def esc(s):
    return html.escape(s, quote=False)


class Page:
    """One page; `story` gathers the paragraphs of its text, `ignore` what may be in it."""

    def __init__(self, seed):
        self.w = Writer(seed)
        self.r = self.w.r
        self.story, self.ignore = [], []
        w = self.w
        self.site = f"The {w.pick(PLACE)} {w.pick(['Courier', 'Herald', 'Times', 'Post', 'Observer', 'Gazette', 'Star'])}"
        self.title = w.headline()
        self.style = w.pick(["classic", "classic", "bem", "bem", "hash", "wordpress", "drupal", "utility", "old", "camel", "none"])
        self.counter = 0

    # Names as one or other system gives them.
    def cls(self, *names, p=1.0):
        """A class attribute of one of the names in the page's style; with probability 1 - p a name that says nothing."""
        w, style = self.w, self.style
        if style == "none" or not w.chance(p):
            return w.pick(["", f' class="c{self.r.randrange(100)}"', ' class="wrap"', ' class="row"', ' class="inner"', ' class="block"', f' class="css-{self.r.randrange(16**6):06x}"', ' class="grid-item"'])
        name = w.pick(names)
        parts = name.split("-")
        if style == "bem":
            name = f"{parts[0]}__{'-'.join(parts[1:])}" if len(parts) > 1 else f"c-{name}"
        elif style == "hash":
            name = f"{''.join(x.capitalize() for x in parts)}-module--{self.r.randrange(16**4):04x}" if w.chance(0.5) else f"css-{self.r.randrange(16**6):06x}"
        elif style == "wordpress":
            name = w.pick([name, f"wp-block-{name}", f"td-{name}", f"elementor-widget-{name}"])
        elif style == "drupal":
            name = f"field field--name-{name}" if w.chance(0.5) else f"block block-{name}"
        elif style == "utility":
            name = w.pick(["mb-4 px-2 ", "text-lg leading-7 ", "flex flex-col "]) + (name if w.chance(0.5) else "")
        elif style == "camel":
            name = parts[0] + "".join(x.capitalize() for x in parts[1:])
        attribute = w.pick(["class", "class", "class", "class", "id", "data-component"]) if w.chance(0.3) else "class"
        return f' {attribute}="{name.strip()}"'

    def link(self, text):
        return f'<a href="/{self.r.randrange(10**6)}">{esc(text)}</a>'

    def inline(self, text):
        """The text with some of its words in links, bold or italics."""
        if self.w.chance(0.25):
            words = text.split(" ")
            if len(words) > 6:
                start = self.r.randrange(0, len(words) - 4)
                stop = start + self.r.randint(1, 4)
                tag = self.w.pick(["a href='/t'", "a href='/t'", "b", "em", "strong", "span"])
                return esc(" ".join(words[:start])) + f" <{tag}>" + esc(" ".join(words[start:stop])) + f"</{tag.split()[0]}> " + esc(" ".join(words[stop:]))
        return esc(text)

    # The parts of a story.
    def paragraphs(self, texts):
        """Paragraphs in the page's own markup."""
        form = self.form
        if form == "br":
            return "<br><br>\n".join(self.inline(t) for t in texts) + "<br><br>"
        if form == "div":
            return "\n".join(f"<div{self.pcls}>{self.inline(t)}</div>" for t in texts)
        if form == "own":
            return "\n".join(f"<div{self.ocls}><p{self.pcls}>{self.inline(t)}</p></div>" for t in texts)
        if form == "section":
            return "\n".join(f"<section><p{self.pcls}>{self.inline(t)}</p></section>" for t in texts)
        return "\n".join(f"<p{self.pcls}>{self.inline(t)}</p>" for t in texts)

    def teaser(self, heading=None):
        w = self.w
        tag = heading or w.pick(["h3", "h3", "h4", "h2", "p", "div", "span"])
        text = f"<{tag}{self.cls('card-title', 'teaser-headline', 'headline', p=0.6)}>{self.link(w.headline())}</{tag}>"
        if w.chance(0.6):
            body = w.paragraph(1, 3)
            text += f"<p{self.cls('teaser-text', 'summary', 'excerpt', 'description', p=0.5)}>{esc(body)}</p>"
        if w.chance(0.4):
            text += f"<span{self.cls('date', 'timestamp', 'meta', p=0.6)}>{w.date()[0]}</span>"
        if w.chance(0.2):
            text += f"<span{self.cls('author', 'byline', p=0.6)}>By {w.name()}</span>"
        holder = w.pick(["div", "div", "li", "article", "article"])
        return f"<{holder}{self.cls('card', 'teaser', 'promo', 'story', 'post', 'article-item', 'news-item', p=0.7)}>{text}</{holder}>"

    def interruption(self):
        """What stands between the paragraphs of a story and is no part of it."""
        w = self.w
        form = self.r.randrange(13)
        if form == 0:
            label = w.pick(MORE)
            if label and w.chance(0.25):
                return f"<p{self.pcls if w.chance(0.6) else ''}>{self.link(label + ' ' + w.headline())}</p>"
            if label:
                return f"<p{self.pcls if w.chance(0.6) else ''}>{w.pick(['<strong>', '<b>', ''])}{label}{w.pick(['</strong>', '</b>', ''])} {self.link(w.headline())}</p>"
            return f"<p{self.pcls}>{self.link(w.headline())}</p>"
        if form == 1:
            items = "".join(f"<li>{self.link(w.headline())}</li>" for _ in range(self.r.randint(2, 4)))
            return f"<div{self.cls('related', 'inline-related', 'more-on-this', 'related-links', p=0.8)}><h4>{w.pick(['Related', 'More on this story', 'Read next', 'Recommended', 'You may also like', 'More coverage'])}</h4><ul>{items}</ul></div>"
        if form == 2:
            return f"<div{self.cls('newsletter', 'newsletter-signup', 'subscribe-box', 'inline-promo', p=0.7)}><h3>{w.pick(SIGNUP)}</h3><p>{w.pick(SIGNUP_TEXT)}</p><form><input type=email><button>Sign up</button></form></div>"
        if form == 3:
            return f"<div{self.cls('ad', 'advert', 'ad-container', 'advertisement', p=0.7)}><{w.pick(['span', 'p', 'div'])}>{w.pick(['Advertisement', 'ADVERTISEMENT', 'Ad', 'Story continues below advertisement', 'Article continues after ad', 'Anzeige', 'Sponsored'])}</span></div>"
        if form == 4:
            return self.caption()
        if form == 5:
            return self.pull()
        if form == 6:
            return f"<p{self.pcls if w.chance(0.5) else ''}><em>{w.pick(SIGNUP)}. {w.pick(SIGNUP_TEXT)}</em></p>"
        if form == 7:
            return f"<aside{self.cls('aside', 'sidebar', 'box', p=0.5)}>{self.teaser()}</aside>"
        if form == 8:
            return f"<div{self.cls('share', 'social-share', 'share-tools', p=0.8)}><ul><li><a href=#>Facebook</a></li><li><a href=#>Twitter</a></li><li><a href=#>Email</a></li></ul></div>"
        if form == 9:
            return f"<div{self.cls('video-player', 'media', 'video', p=0.7)}><video></video><div>{esc(w.headline())}</div><span>0{self.r.randrange(1, 9)}:{self.r.randrange(10, 59)}</span></div>"
        if form == 10:
            return f"<div{self.cls('app-promo', 'promo', 'cta', 'offer', p=0.6)}><p>{w.pick(SIGNUP_TEXT)}</p><p>{self.link(w.pick(SIGNUP))}</p></div>"
        if form == 11:
            return f"<p{self.pcls}>{w.pick(['Story continues below', 'Story continues below advertisement', 'Article continues after ad', 'Advertisement', 'Continue reading below', 'Scroll down for more', 'Watch the video below', 'Article continues after the video'])}</p>"
        return self.caption()

    def caption(self):
        w = self.w
        text = f"{w.name()}, left, at {w.pick(PLACE)} on {w.pick(DAY)}." if w.chance(0.5) else w.sentence()
        credit = w.pick([f"Photo: {w.name()}", f"{w.name()}/The Courier", f"Photograph: {w.name()}/Northline", f"({w.name()} / Staff)", f"Image: {w.name()}", f"Credit: {w.name()}"])
        form = self.r.randrange(6)
        self.ignore.append(text)
        if form == 0:
            return f"<figure><img src=x alt=''><figcaption>{esc(text)} <span{self.cls('credit', p=0.8)}>{credit}</span></figcaption></figure>"
        if form == 1:
            return f"<div{self.cls('image', 'photo', 'wp-caption', p=0.8)}><img src=x><p{self.cls('caption', 'image-caption', 'wp-caption-text', p=0.9)}>{esc(text)}</p><p{self.cls('credit', 'photo-credit', p=0.8)}>{credit}</p></div>"
        if form == 2:
            return f"<img src=x><p{self.cls('caption', 'photo-caption', p=0.7)}><em>{esc(text)} {credit}</em></p>"
        if form == 3:
            return f"<figure{self.cls('figure', 'media', p=0.5)}><img src=x><figcaption><p>{esc(text)}</p><p>{credit}</p></figcaption></figure>"
        if form == 4:
            return f"<img src=x><div{self.cls('caption', 'image-text', p=0.7)}>{esc(text)}</div><div{self.cls('credit', 'source', p=0.7)}>{credit}</div>"
        return f"<p{self.pcls}><img src=x></p><p{self.pcls}><small>{esc(text)} {credit}</small></p>"

    def pull(self):
        w = self.w
        source = w.pick(self.story) if self.story else w.sentence()
        sentence = w.pick([s for s in source.replace("” ", "”|").replace(". ", ".|").split("|") if s])
        tag = w.pick(["aside", "blockquote", "div", "div", "figure", "p"])
        return f"<{tag}{self.cls('pullquote', 'pull-quote', 'quote', 'callout', p=0.75)}>{w.pick(['', '<p>'])}{esc(sentence)}{w.pick(['', f'<cite>{w.name()}</cite>'])}</{tag}>"

    def add(self, texts):
        self.story.extend(texts)
        return texts

    def body(self):
        """The markup of the story."""
        w, r = self.w, self.r
        self.form = w.pick(["p"] * 9 + ["own", "own", "div", "br", "section"])
        self.pcls = w.pick(["", "", "", self.cls("paragraph", "text", "body-text", "story-paragraph"), self.cls("article-paragraph", p=0.3)])
        self.ocls = self.cls("text-block", "paragraph", "article-text", "body-copy", p=0.7)
        count = w.pick([3, 5, 6, 8, 10, 12, 14, 18, 24, 30])
        interruptions = w.pick([0, 0.15, 0.3, 0.45, 0.6])
        out, left = [], count
        kind = w.pick(["story"] * 10 + ["live", "list", "interview", "faq", "short"])
        low, high = w.pick([(1, 2), (1, 3), (2, 4), (3, 6)])
        if kind == "short":
            left = r.randint(1, 3)
        if w.chance(0.1):
            out.append(f"<p{self.pcls}>" + esc(self.add([w.pick(PLACE).upper() + " — " + w.paragraph(low, high)])[0]) + "</p>")
        if kind == "live":
            return self.live()
        if kind == "interview":
            out.append(self.interview())
            left = r.randint(1, 4)
        while left > 0:
            n = min(left, r.randint(1, 3))
            left -= n
            out.append(self.paragraphs(self.add([w.paragraph(low, high) for _ in range(n)])))
            if left and w.chance(interruptions):
                out.append(self.interruption())
            if left and w.chance(0.18 if kind != "faq" else 0.9):
                heading = w.pick([w.headline(), f"What {w.pick(ORG)} said", f"‘A {w.pick(ADJ)} {w.pick(NOUN)}’", "Background", "What happens next?", f"Why {w.pick(THING)}?"])
                self.add([heading])
                form = r.randrange(5)
                if form < 3:
                    tag = w.pick(["h2", "h2", "h3", "h4"])
                    out.append(f"<{tag}{w.pick(['', self.cls('subhead', 'heading', p=0.5)])}>{esc(heading)}</{tag}>")
                elif form == 3 and self.form == "p":
                    out.append(f"<p{self.pcls}><strong>{esc(heading)}</strong></p>")
                else:
                    out.append(f"<h2><strong>{esc(heading)}</strong></h2>")
            if left and w.chance(0.08 if kind != "list" else 0.8):
                items = [w.sentence() if w.chance(0.6) else f"{w.pick(THING).capitalize()}: {r.randrange(2, 90)} per cent" for _ in range(r.randint(2, 7))]
                self.add(items)
                tag = w.pick(["ul", "ul", "ol"])
                out.append(f"<{tag}>" + "".join(f"<li>{self.inline(i)}</li>" for i in items) + f"</{tag}>")
            if left and w.chance(0.05):
                quote = w.paragraph(1, 2)
                self.add([quote])
                out.append(f"<blockquote><p>{esc(quote)}</p></blockquote>")
            if left and w.chance(0.04):
                name, text = w.name(), w.sentence()
                self.ignore.append(text)
                self.ignore.append(f"— {name} (@{name.split()[1].lower()}) March 4, 2014")
                out.append(f'<blockquote class="twitter-tweet"><p lang=en>{esc(text)}</p>— {name} (@{name.split()[1].lower()}) <a href="https://x.example/1">March 4, 2014</a></blockquote>')
            if left and w.chance(0.04):
                rows = [[w.pick(PLACE), str(r.randrange(1, 900)), str(r.randrange(1, 900))] for _ in range(r.randint(3, 6))]
                self.add([" | ".join(row) for row in rows])
                out.append("<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>")
            if left and w.chance(0.05):
                facts = [w.sentence() for _ in range(r.randint(2, 4))]
                heading = w.pick(["At a glance", "The facts", "Key points", "Timeline"])
                self.ignore.extend(facts + [heading])
                out.append(f"<{(t := w.pick(['aside', 'div', 'section']))}{self.cls('factbox', 'fact-box', 'infobox', p=0.8)}><h3>{heading}</h3><ul>" + "".join(f"<li>{esc(f)}</li>" for f in facts) + f"</ul></{t}>")
        if w.chance(0.15):
            note = w.pick(["This story was updated on {} to correct a figure.", "An earlier version of this article misspelled a name. It was corrected on {}.", "Editor's note: this article was changed on {}."]).format(w.date()[0])
            self.ignore.append(note)
            out.append(f"<p{self.pcls}><em>{note}</em></p>")
        # A body that lies in several containers.
        if len(out) > 4 and w.chance(0.25):
            cut = r.randint(2, len(out) - 2)
            c = self.cls("article-body", "story-body", "content-section", "text", "paywall", "article-content", p=0.7)
            between = self.interruption() if w.chance(0.6) else ""
            return f"<div{c}>{chr(10).join(out[:cut])}</div>{between}<div{c}>{chr(10).join(out[cut:])}</div>"
        return "\n".join(out)

    def interview(self):
        """Turns of two speakers, marked up in one of many ways."""
        w, r = self.w, self.r
        names = [w.name().split()[-1] for _ in range(2)]
        if w.chance(0.3):
            names = [name.upper() for name in names]
        if w.chance(0.2):
            names = ["Q", "A"]
        c = self.cls("speaker", "name", "interviewee", p=0.7)
        before, between, behind, around = w.pick([
            ("<p><strong>", ":</strong> ", "</p>", "{}"), ("<p><b>", "</b><br>", "</p>", "{}"), ("<p>", ": ", "</p>", "{}"),
            ("<dt>", "</dt><dd>", "</dd>", "<dl>{}</dl>"), ("<dt>", "</dt><dd><p>", "</p></dd>", "<dl>{}</dl>"),
            ("<tr><td>", "</td><td>", "</td></tr>", "<table>{}</table>"), ("<h3>", "</h3><p>", "</p>", "{}"),
            (f"<p><span{c}>", "</span> ", "</p>", "{}"), ("", ": ", "<br><br>", "<div>{}</div>"),
            (f"<div><div{c}>", "</div><p>", "</p></div>", "{}"),
        ])
        turns = []
        for number in range(r.randint(3, 16)):
            text = self.add([w.paragraph(1, 3)])[0]
            turns.append(f"{before}{names[number % 2]}{between}{esc(text)}{behind}")
        self.story.extend(names)
        return around.format("\n".join(turns))

    def live(self):
        w, r = self.w, self.r
        entries = []
        tag = w.pick(["article", "div", "section", "li"])
        c = self.cls("live-entry", "liveblog-post", "block", "update", "post", p=0.7)
        for _ in range(r.randint(4, 12)):
            texts = self.add([w.paragraph(1, 3) for _ in range(r.randint(1, 4))])
            heading = w.headline()
            self.ignore.append(heading)
            entries.append(f"<{tag}{c}><time>{r.randrange(24)}:{r.randrange(60):02}</time><h3>{esc(heading)}</h3><span{self.cls('author', 'byline')}>{w.name()}</span>" + "".join(f"<p>{esc(t)}</p>" for t in texts) + f"<div{self.cls('share')}><a href=#>Share</a></div></{tag}>")
        return f"<div{self.cls('live-blog', 'liveblog', 'entries', p=0.7)}>{''.join(entries)}</div>"

    # The frame.
    def nav(self):
        w, r = self.w, self.r
        names = r.sample(SECTIONS, r.randint(5, 20))
        items = "".join(f"<li>{self.link(n)}</li>" for n in names)
        inner = f"<ul>{items}</ul>" if w.chance(0.8) else " | ".join(self.link(n) for n in names)
        tag = w.pick(["nav", "nav", "div", "div"])
        return f"<{tag}{self.cls('nav', 'main-menu', 'navigation', 'menu', p=0.8)}>{inner}</{tag}>"

    def byline(self):
        w = self.w
        shown, machine = w.date()
        name = w.name()
        forms = [
            f"<div{self.cls('byline', 'author', 'article-meta', p=0.8)}>By <a rel=author href=/a>{name}</a></div><div{self.cls('date', 'timestamp', 'published', p=0.8)}><time datetime='{machine}'>{shown}</time></div>",
            f"<p{self.cls('byline', 'meta', p=0.7)}>By {name}, {w.pick(['Staff Writer', 'Political correspondent', 'in ' + w.pick(PLACE)])}</p><p{self.cls('date', p=0.7)}>Published {shown}</p>",
            f"<div{self.cls('article-info', 'meta', p=0.7)}><span>{name}</span> <span>{shown}</span> <span>{self.r.randrange(2, 9)} min read</span></div>",
            f"<p>{shown}</p>",
            f"<ul{self.cls('meta', 'post-meta', p=0.7)}><li>{name}</li><li>Updated {shown}</li><li><a href=/s>{w.pick(SECTIONS)}</a></li></ul>",
        ]
        return w.pick(forms)

    def share(self):
        return f"<div{self.cls('share', 'social', 'share-buttons', 'article-tools', p=0.8)}><a href=#>Share</a> <a href=#>Tweet</a> <a href=#>Print</a> <button>Save</button><span>{self.r.randrange(900)} shares</span></div>"

    def comments(self):
        w, r = self.w, self.r
        items = []
        tag = w.pick(["li", "div", "article"])
        for _ in range(r.randint(2, 14)):
            items.append(f"<{tag}{self.cls('comment', 'comment-item', 'reply', p=0.8)}><span{self.cls('comment-author', 'user', p=0.7)}>{w.pick(FIRST).lower()}{r.randrange(99)}</span> <span>{r.randrange(1, 20)} hours ago</span><p>{esc(' '.join(w.pick(COMMENT) for _ in range(r.randint(1, 3))))}</p><a href=#>Reply</a> <a href=#>Report</a></{tag}>")
        return f"<{(t := w.pick(['section', 'div', 'aside']))}{self.cls('comments', 'comment-list', 'disqus', 'conversation', 'discussion', p=0.85)}><h3>{w.pick(['Comments', 'Join the conversation', str(r.randrange(2, 90)) + ' comments', 'Have your say', 'Readers write'])}</h3>{''.join(items)}<form><label>Leave a reply</label><textarea></textarea></form></{t}>"

    def related(self):
        w, r = self.w, self.r
        tag = w.pick(["section", "div", "div", "aside"])
        title = w.pick(["More stories", "Related", "Most read", "Top stories", "Recommended for you", "From the front page", "Latest", "More from " + self.site, "Around the county", "Trending", "You might have missed", "Elsewhere"])
        return f"<{tag}{self.cls('related', 'most-popular', 'recommended', 'trending', 'more-stories', 'latest-news', 'promo-list', p=0.7)}><h2>{title}</h2>{''.join(self.teaser() for _ in range(r.randint(2, 9)))}</{tag}>"

    def footer(self):
        w, r = self.w, self.r
        texts = "".join(f"<p>{esc(t if not t.startswith('is ') else self.site + ' ' + t)}</p>" for t in r.sample(FOOTER, r.randint(1, 3)))
        links = "".join(f"<li>{self.link(t)}</li>" for t in r.sample(["About us", "Contact", "Privacy", "Terms of use", "Advertise", "Jobs", "Subscribe", "Archive", "RSS", "Cookie settings", "Accessibility"], 6))
        tag = w.pick(["footer", "footer", "div"])
        return f"<{tag}{self.cls('footer', 'site-footer', 'bottom', p=0.85)}><ul>{links}</ul>{texts}<p>© {r.randrange(2008, 2026)} {self.site}</p></{tag}>"

    def consent(self):
        w, r = self.w, self.r
        texts = r.sample(CONSENT, r.randint(1, 5))
        tag = w.pick(["div", "div", "section", "aside"])
        return f"<{tag}{self.cls('cookie-banner', 'consent', 'gdpr', 'privacy-notice', 'modal', 'overlay', p=0.7)}><h2>{w.pick(['Your privacy', 'We value your privacy', 'Cookies', 'Before you continue', 'Your choice'])}</h2>{''.join(f'<p>{esc(t)}</p>' for t in texts)}<button>Accept</button> <a href=#>Settings</a></{tag}>"

    def bio(self):
        w = self.w
        return f"<div{self.cls('author-bio', 'about-author', 'bio', 'author-box', p=0.75)}><{(t := w.pick(['h4', 'strong', 'p']))}>{w.name()}</{t}><p>{esc(w.name())} writes about {w.pick(THING)} and {w.pick(THING)} for {self.site}. {w.pick(['She', 'He'])} lives in {w.pick(PLACE)}.</p></div>"

    def tags(self):
        w, r = self.w, self.r
        return f"<div{self.cls('tags', 'topics', 'article-tags', p=0.8)}>{w.pick(['Topics:', 'Tags', 'Filed under:', ''])} {' '.join(self.link(t) for t in r.sample(SECTIONS, 4))}</div>"

    def next_story(self):
        """The beginning of another story in the same markup, as pages have it that go on by scrolling."""
        w = self.w
        kept, ignored = self.story, self.ignore
        self.story, self.ignore = [], []
        title = w.headline()
        body = self.body()
        self.story, self.ignore = kept, ignored
        return self.article(title, body, "")

    def article(self, title, body, top):
        w = self.w
        h = f"<h1{w.pick(['', self.cls('headline', 'title', 'entry-title', p=0.7)])}>{esc(title)}</h1>"
        dek = ""
        if w.chance(0.4):
            text = w.sentence()
            self.ignore.append(text)
            dek = f"<{(t := w.pick(['p', 'h2', 'div']))}{self.cls('dek', 'standfirst', 'subtitle', 'summary', 'lede', p=0.8)}>{esc(text)}</{t}>"
        head = h + dek + self.byline() + (self.share() if w.chance(0.5) else "") + (self.caption() if w.chance(0.6) else "")
        if self.header_form == "header":
            head = f"<header>{head}</header>"
        c = self.body_class
        tag = self.body_tag
        body = f"<{tag}{c}>{body}</{tag}>" if tag else body
        tail = "".join(part() for part in (self.tags, self.bio, self.share) if w.chance(0.35))
        outer = self.article_tag
        inner = f"{head}{body}{tail}" if self.tail_inside else f"{head}{body}"
        whole = f"<{outer}{self.article_class}>{inner}</{outer}>" if outer else inner
        return whole + ("" if self.tail_inside else tail)

    def render(self):
        w, r = self.w, self.r
        self.header_form = w.pick(["header", "plain"])
        self.body_tag = w.pick(["div", "div", "div", "section", ""])
        self.body_class = self.cls("article-body", "story-body", "entry-content", "post-content", "content", "article-content", "body", "story", "text", p=0.8)
        if w.chance(0.12):
            self.body_class += ' itemprop="articleBody"'
        self.article_tag = w.pick(["article", "article", "article", "div", ""])
        self.article_class = self.cls("article", "story", "post", "main-content", "single", p=0.7)
        self.tail_inside = w.chance(0.5)
        body = self.body()
        article = self.article(self.title, body, "")
        later = "".join(self.next_story() for _ in range(r.randint(1, 2))) if w.chance(0.08) else ""
        comments = self.comments() if w.chance(0.35) else ""
        related = "".join(self.related() for _ in range(r.randint(0, 3)))
        side = ""
        if w.chance(0.5):
            tag = w.pick(["aside", "div", "div"])
            side = f"<{tag}{self.cls('sidebar', 'right-rail', 'secondary', 'widget-area', p=0.8)}>{self.related() if w.chance(0.7) else ''}{self.interruption() if w.chance(0.5) else ''}</{tag}>"
        inside = w.chance(0.4)
        center = article + (comments + related if inside else "") + later
        tag = w.pick(["main", "div", "div", "section"])
        center = f"<{tag}{self.cls('main', 'content', 'main-content', 'page', p=0.7)}>{center}</{tag}>"
        if w.chance(0.3):
            center = f"<div{self.cls('container', 'wrapper', 'layout')}>{side}{center}</div>" if w.chance(0.2) else f"<div>{center}{side}</div>"
        else:
            center += side
        if not inside:
            parts = [comments, related]
            r.shuffle(parts)
            center += "".join(parts)
        for _ in range(r.randint(0, 4)):
            center = f"<div{self.cls('wrap', 'container', 'page', 'site', 'outer', p=0.6)}>{center}</div>"
        top = f"<{(t := w.pick(['header', 'div']))}{self.cls('header', 'masthead', 'site-header', p=0.8)}><a href=/>{self.site}</a>{self.nav()}</{t}>"
        if w.chance(0.4):
            top += f"<div{self.cls('breadcrumbs', 'breadcrumb', p=0.8)}>{self.link('Home')} &gt; {self.link(w.pick(SECTIONS))}</div>"
        if w.chance(0.3):
            top += f"<div{self.cls('ticker', 'breaking-news', 'alert', p=0.7)}>{self.link(w.headline())}</div>"
        consent = self.consent() if w.chance(0.4) else ""
        first, last = (consent, "") if w.chance(0.5) else ("", consent)
        if self.style == "old":
            center = f"<table><tr><td>{self.nav()}</td><td>{center}</td></tr></table>"
        footer = self.footer()
        description = self.story[0][: r.randint(60, 200)] if w.chance(0.5) else w.sentence()
        meta = f'<meta name="description" content="{html.escape(description)}"><meta property="og:title" content="{html.escape(self.title)}">' if w.chance(0.8) else ""
        page = f"<!doctype html><html lang=en><head><title>{esc(self.title)} | {self.site}</title>{meta}</head><body{self.cls('home', 'single', 'article-page')}>{first}{top}{center}{footer}{last}</body></html>"
        return page


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        page = Page(seed * 1_000_003 + number)
        markup = page.render()
        (folder / f"{number:05}.html").write_text(markup, encoding="utf-8")
        gold = {"title": page.title, "text": "\n".join(page.story), "ignore": page.ignore}
        (folder / f"{number:05}.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
