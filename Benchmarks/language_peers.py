"""The languages that langdetect, lingua and py3langid tell: language_peers.py TEXTS.json prints one JSON object.

Each name has a BCP 47 tag a text, `und` where the library gives none. lingua has its high-accuracy mode and all its languages.
"""

import json
import sys

import langdetect
import lingua
import py3langid

with open(sys.argv[1], encoding="utf-8") as file:
    texts = json.load(file)

langdetect.DetectorFactory.seed = 0
detector = lingua.LanguageDetectorBuilder.from_all_languages().build()


def by_langdetect(text):
    try:
        return langdetect.detect(text).split("-")[0]
    except langdetect.LangDetectException:
        return "und"


def by_lingua(text):
    language = detector.detect_language_of(text)
    return language.iso_code_639_1.name.lower() if language else "und"


def by_py3langid(text):
    return py3langid.classify(text)[0]


answers = {"langdetect": by_langdetect, "lingua": by_lingua, "py3langid": by_py3langid}
json.dump({name: [answer(text) for text in texts] for name, answer in answers.items()}, sys.stdout)
