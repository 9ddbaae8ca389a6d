"""What vaderSentiment and textblob say of texts: sentiment_peers.py TEXTS.json prints one JSON object of scores."""

import json
import sys

from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

with open(sys.argv[1], encoding="utf-8") as file:
    texts = json.load(file)
vader = SentimentIntensityAnalyzer()
known = {}
for text in texts:
    if text not in known:
        known[text] = (vader.polarity_scores(text)["compound"], TextBlob(text).sentiment.polarity)
json.dump({"VADER": [known[t][0] for t in texts], "TextBlob": [known[t][1] for t in texts]}, sys.stdout)
