"""Unpacks lingua's models: unpack.py lingua_language_detector-1.3.5-py3-none-any.whl OUT TAG…"""

import pathlib
import sys
import zipfile

import brotli

wheel, out = zipfile.ZipFile(sys.argv[1]), pathlib.Path(sys.argv[2])
for tag in sys.argv[3:]:
    (out / tag).mkdir(parents=True, exist_ok=True)
    for name in ["unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"]:
        packed = wheel.read(f"lingua/language-models/{tag}/{name}.json.br")
        (out / tag / f"{name}.json").write_bytes(brotli.decompress(packed))
