"""The encoder: MiniLM's lowest layers, told how words are written and which names are known, and the heads on it."""

import pathlib

import numpy
import torch
from torch import nn
from torch.nn import functional

from data import CASINGS, CUT, FLAGS, TAGS

WIDTH, HEADS, INNER, WORDS, POSITIONS = 384, 12, 1536, 30522, 160
EPSILON = 1e-6
MISC = [13, 14, 15, 16]


class Layer(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, EPSILON), nn.LayerNorm(WIDTH, EPSILON)
        self.up, self.down = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        heard = functional.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + functional.dropout(self.out(heard), 0.1, self.training))
        inner = functional.gelu(self.up(x))
        return self.norm2(x + functional.dropout(self.down(inner), 0.1, self.training))


class Reader(nn.Module):
    """`heads` maps a head's name to its number of outputs for each token; all share the layers, which are `inner` wide inside."""

    def __init__(self, layers, corpora, heads=None, inner=None):
        super().__init__()
        self.words, self.places = nn.Embedding(WORDS, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.casing, self.flags = nn.Embedding(CASINGS, WIDTH), nn.Linear(FLAGS, WIDTH, bias=False)
        self.layers = nn.ModuleList(Layer(inner or INNER) for _ in range(layers))
        # Corpora differ in what they call a name: each has its own bias; the last is nobody's, and is what is written.
        self.corpora = nn.Embedding(corpora + 1, WIDTH)
        self.heads = nn.ModuleDict({name: Head(outputs) for name, outputs in (heads or {"names": TAGS}).items()})
        nn.init.normal_(self.casing.weight, std=0.02)
        nn.init.normal_(self.flags.weight, std=0.02)
        nn.init.zeros_(self.corpora.weight)
        self.words.weight.requires_grad = self.places.weight.requires_grad = False

    def load_pretrained(self, path):
        """Takes the embeddings and the lowest layers of a BERT encoder in a safetensors file."""
        tensors = published(path)

        def take(parameter, name):
            parameter.copy_(tensors[name])

        with torch.no_grad():
            take(self.words.weight, "embeddings.word_embeddings.weight")
            self.places.weight.copy_(places_of(tensors))
            take(self.norm.weight, "embeddings.LayerNorm.weight")
            take(self.norm.bias, "embeddings.LayerNorm.bias")
            for number, layer in enumerate(self.layers):
                prefix = f"encoder.layer.{number}."
                for kind in ("weight", "bias"):
                    parts = [tensors[f"{prefix}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(parts))
                    for own, name in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                      ("up", "intermediate.dense"), ("down", "output.dense"),
                                      ("norm2", "output.LayerNorm")):
                        take(getattr(getattr(layer, own), kind), f"{prefix}{name}.{kind}")

    def load_exported(self, path):
        """Takes the layers and the heads of a reader that export.py wrote; embeddings of pieces and places stay as they are."""
        self.take_exported(read_exported(path))

    def take_exported(self, parts):
        with torch.no_grad():
            self.norm.weight.copy_(parts["norm"][0]), self.norm.bias.copy_(parts["norm"][1])
            self.casing.weight.copy_(parts["casings"]), self.flags.weight.copy_(parts["flags"].T)
            for layer, (attention, joined, up, down, *norms) in zip(self.layers, parts["layers"], strict=True):
                for own, (weight, bias) in ((layer.qkv, attention), (layer.out, joined), (layer.up, up),
                                            (layer.down, down), (layer.norm1, norms[:2]), (layer.norm2, norms[2:])):
                    own.weight.copy_(weight), own.bias.copy_(bias)
            for head, ((weight, bias), casings, flags) in zip(self.heads.values(), parts["heads"], strict=True):
                head.score.weight.copy_(weight[: len(head.score.weight)]), head.score.bias.copy_(bias[: len(head.score.bias)])
                head.casing.weight.copy_(casings), head.flags.weight.copy_(flags.T)

    def hidden(self, pieces, casing, flags, mask):
        bits = flag_bits(flags)
        x = self.words(pieces) + self.places.weight[: pieces.shape[1]] + self.casing(casing) + self.flags(bits)
        x = functional.dropout(self.norm(x), 0.1, self.training)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return x

    def forward(self, pieces, casing, flags, mask, corpus=None, head="names"):
        """A head's scores of each piece; those of a token's first piece are the token's."""
        return self.scores(self.hidden(pieces, casing, flags, mask), casing, flags, corpus, head)

    def scores(self, x, casing, flags, corpus=None, head="names"):
        """A head's scores by the last states, as the corpora have it that are named for each window, or as none has."""
        if corpus is None:
            corpus = torch.full((len(x),), self.corpora.num_embeddings - 1, device=x.device)
        x = functional.dropout(x + self.corpora(corpus).unsqueeze(1), 0.1, self.training)
        return self.heads[head](x, casing, flag_bits(flags))


class Head(nn.Module):
    """Scores by the last layer, and once more by how the word is written and what is known of it."""

    def __init__(self, outputs):
        super().__init__()
        self.score = nn.Linear(WIDTH, outputs)
        self.casing, self.flags = nn.Embedding(CASINGS, outputs), nn.Linear(FLAGS, outputs, bias=False)
        nn.init.zeros_(self.casing.weight)
        nn.init.zeros_(self.flags.weight)

    def forward(self, x, casing, bits):
        return self.score(x) + self.casing(casing) + self.flags(bits)


def published(path):
    """The tensors of a BERT encoder by their names."""
    return {name.removeprefix("bert."): value for name, value in read_safetensors(path).items()}


def places_of(tensors):
    """The vectors of places, that of the one kind of segment in them."""
    return tensors["embeddings.position_embeddings.weight"][:POSITIONS] + tensors["embeddings.token_type_embeddings.weight"][0]


def use_average(model, average):
    """Puts the mean of the weights over the last steps in the place of the last ones."""
    with torch.no_grad():
        for parameters, mean in zip((p for p in model.parameters() if p.requires_grad), average, strict=True):
            parameters.copy_(mean)


def inner_width(state):
    """How wide the layers of a checkpoint are inside."""
    return len(state["layers.0.up.bias"])


def averaged(saved):
    """The names of what a checkpoint's run learnt, in the order of its means."""
    model = Reader(saved["layers"], saved["corpora"], inner=inner_width(saved["state"]))
    words = len(saved["average"]) > sum(p.requires_grad for p in model.parameters() if p is not model.words.weight)
    model.words.weight.requires_grad = words
    return [name for name, p in model.named_parameters() if p.requires_grad]


def load_checkpoint(path):
    """The model of a checkpoint, with the mean of its weights over the last steps."""
    saved = torch.load(path, weights_only=False)
    model = Reader(saved["layers"], saved["corpora"], inner=inner_width(saved["state"]))
    model.load_state_dict(saved["state"])
    learnt = averaged(saved)
    for name, p in model.named_parameters():
        p.requires_grad = name in learnt
    use_average(model, saved["average"])
    return model.eval()


def load_reader(path, folder):
    """The model of a checkpoint, or of a reader that export.py wrote, with its words' vectors."""
    if not str(path).endswith(".bin"):
        return load_checkpoint(path)
    parts = read_exported(path)
    model = Reader(len(parts["layers"]), 0, inner=parts["inner"])
    with torch.no_grad():
        model.words.weight.copy_(parts["words"])
        model.places.weight.copy_(places_of(published(pathlib.Path(folder) / "model.safetensors")))
    model.take_exported(parts)
    return model.eval()


def flag_bits(flags):
    return (flags.unsqueeze(-1) >> torch.arange(FLAGS, device=flags.device) & 1).float()


def names_loss(scores, tags, weights, has_misc):
    """Minus the log likelihood of the tags; where MISC isn't annotated, what is outside may be MISC as well."""
    likely = functional.log_softmax(scores, -1)
    live = (tags >= 0) & (tags != CUT)
    own = likely.gather(-1, tags.clamp(0, TAGS - 1).unsqueeze(-1)).squeeze(-1)
    either = torch.logsumexp(likely[..., [0, *MISC]], -1)
    own = torch.where((tags == 0) & ~has_misc.unsqueeze(1), either, own)
    return -(own * live * weights.unsqueeze(1)).sum() / live.sum().clamp_min(1)


def teaching_loss(scores, taught, tags):
    """How far the tags' shares are from a teacher's, in nats for each token."""
    apart = functional.kl_div(scores.log_softmax(-1), taught.log_softmax(-1), reduction="none", log_target=True).sum(-1)
    return apart[tags >= 0].mean()


def may_follow(before, after):
    inside_before = before > 0 and (before - 1) % 4 in (0, 1)
    inside_after = after > 0 and (after - 1) % 4 in (1, 2)
    return inside_before == inside_after and (not inside_before or (before - 1) // 4 == (after - 1) // 4)


BARRED = -1e4
ALLOWED = numpy.array([[0 if may_follow(a, b) else BARRED for b in range(TAGS)] for a in range(TAGS)], numpy.float32)


def viterbi(likely, transitions=ALLOWED):
    """The likeliest sequence of tags, with what their following one another adds; at first only what may follow what."""
    best, back = transitions[0] + likely[0], []
    for row in likely[1:]:
        step = best[:, None] + transitions
        come = step.argmax(0)
        back.append(come)
        best = step[come, numpy.arange(TAGS)] + row
    tag = int((best + transitions[:, 0]).argmax())
    path = [tag]
    for come in reversed(back):
        tag = int(come[tag])
        path.append(tag)
    return path[::-1]


def spans(tags):
    found, start = set(), None
    for index, tag in enumerate(tags):
        if tag <= 0 or tag == CUT:
            start = None
            continue
        kind, place = (tag - 1) // 4, (tag - 1) % 4
        if place == 3:
            found.add((index, index + 1, kind))
        elif place == 0:
            start = index
        elif place == 2 and start is not None:
            found.add((start, index + 1, kind))
            start = None
    return found


def read_safetensors(path):
    """The tensors of a safetensors file of 32-bit floats: a length, a JSON table, the values."""
    import json
    import struct

    data = pathlib.Path(path).read_bytes()
    (size,) = struct.unpack_from("<Q", data)
    table, start = json.loads(data[8 : 8 + size]), 8 + size
    found = {}
    for name, entry in table.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        low, high = entry["data_offsets"]
        values = numpy.frombuffer(data, "<f4", (high - low) // 4, start + low).reshape(entry["shape"])
        found[name] = torch.from_numpy(values.copy())
    return found


def read_exported(path):
    """The trained parts of a reader that export.py wrote, whole numbers times what one is worth."""
    data = pathlib.Path(path).read_bytes()
    numbers = numpy.frombuffer(data, "<u4", 11)
    width, inner, layers, flags, heads = (int(numbers[place]) for place in (2, 3, 4, 9, 10))
    count = int(numpy.frombuffer(data, "<u4", 1, 4 * (11 + heads))[0])
    table = numpy.frombuffer(data, "<u4", 2 * count, 4 * (12 + heads)).reshape(count, 2)
    sections = (data[start : start + size] for start, size in table)

    def floats(columns=None):
        values = torch.from_numpy(numpy.frombuffer(next(sections), "<f4").copy())
        return values if columns is None else values.view(-1, columns)

    def matrix(inputs):
        grid = numpy.frombuffer(next(sections), "i1").reshape(-1, inputs // 4, 16, 4).transpose(0, 2, 1, 3)
        weight = torch.from_numpy(grid.reshape(-1, inputs).astype(numpy.float32)) * floats().unsqueeze(1)
        bias = floats()
        next(sections)  # the sums of its rows
        return weight, bias

    for _ in range(6):  # the pieces, what becomes of characters
        next(sections)
    rows = numpy.frombuffer(next(sections), "i1").reshape(-1, width).astype(numpy.float32)
    words = torch.from_numpy(rows) * floats().unsqueeze(1)
    found = {"inner": inner, "words": words, "places": floats(width)}
    found |= {"casings": floats(width), "flags": floats(width), "norm": (floats(), floats()), "layers": [], "heads": []}
    assert len(found["flags"]) == flags
    for _ in range(layers):
        found["layers"].append([matrix(width), matrix(width), matrix(width), matrix(inner), *(floats() for _ in range(4))])
    for outputs in numpy.frombuffer(data, "<u4", heads, 44):
        found["heads"].append((matrix(width), floats(int(outputs)), floats(int(outputs))))
    assert next(sections, None) is None
    return found
