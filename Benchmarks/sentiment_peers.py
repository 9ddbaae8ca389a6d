"""What vaderSentiment and textblob say of texts: sentiment_peers.py TEXTS.json prints one JSON object of scores."""

import json
import sys
import time

from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

with open(sys.argv[1], encoding="utf-8") as file:
    texts = json.load(file)
vader = SentimentIntensityAnalyzer()
began = time.perf_counter()
for text in texts:
    vader.polarity_scores(text)
seconds = [time.perf_counter() - began]
began = time.perf_counter()
for text in texts:
    TextBlob(text).sentiment.polarity
seconds.append(time.perf_counter() - began)
known = {}
for text in texts:
    if text not in known:
        known[text] = (vader.polarity_scores(text)["compound"], TextBlob(text).sentiment.polarity)
scores = {"VADER": [known[t][0] for t in texts], "TextBlob": [known[t][1] for t in texts]}
scores["words/s"] = [sum(len(t.split()) for t in texts) / max(s, 1e-9) for s in seconds]
json.dump(scores, sys.stdout)
