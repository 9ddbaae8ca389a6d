"""Narrows the layers of a trained reader inside, so that it reads faster.

Usage: narrow.py DUMPS MODEL READER INNER OUTPUT

READER is a checkpoint of train.py or what export.py wrote (`*.bin`, whose words are kept too), INNER how wide its layers are to be
inside, OUTPUT a checkpoint that `train.py --from OUTPUT --teacher READER` goes on from. Of a layer's inner units one after the other goes
whose loss the others, their weights mended by least squares, make up for best: what the units are worth on the text that the reader was
trained on is all it asks. This is the optimal brain surgeon (Hassibi and Stork, 1993) with a unit's weights for one weight, as in
ZipLM (Kurtic, Frantar and Alistarh, 2023).
"""

import pathlib
import random
import sys

import numpy
import torch
from torch.nn import functional

from data import MIX, load, one_pass, padded
from network import Reader, load_reader
from wordpiece import WordPieces

PIECES = 60_000  # what the units are judged on
RIDGE = 1e-4  # of the mean square of a unit, so that units that are alike can be told apart


@torch.no_grad()
def squares(model, batches, read):
    """Of each layer the sums of products of its inner units, with a last one that is always 1. `read` has the model read a batch, and
    gives which places hold pieces."""
    found = [torch.zeros(len(layer.up.bias) + 1, len(layer.up.bias) + 1, dtype=torch.float64) for layer in model.layers]
    seen = 0
    for batch in batches:
        caught = []
        hooks = [layer.up.register_forward_hook(lambda _, __, output: caught.append(output)) for layer in model.layers]
        mask = read(batch)
        for hook in hooks:
            hook.remove()
        for total, output in zip(found, caught, strict=True):
            units = functional.gelu(output[mask])
            units = torch.cat([units, torch.ones(len(units), 1)], 1)
            total += (units.T @ units).double()
        seen += int(mask.sum())
        if seen >= PIECES:
            break
    return found, seen


def kept(products, weights, bias, count):
    """The units that stay, and the weights and the bias of what they are added up to."""
    size = len(products)
    products = products + torch.eye(size, dtype=torch.float64) * products.diagonal()[:-1].mean() * RIDGE
    inverse = torch.linalg.inv(products)
    weights = torch.cat([weights.double(), bias.double().unsqueeze(1)], 1)
    live = torch.ones(size, dtype=torch.bool)
    for _ in range(size - 1 - count):
        loss = (weights * weights).sum(0) / inverse.diagonal()
        loss[~live] = torch.inf
        loss[-1] = torch.inf
        unit = int(loss.argmin())
        row = inverse[unit] / inverse[unit, unit]
        weights = weights - weights[:, unit : unit + 1] * row
        inverse = inverse - inverse[:, unit : unit + 1] * row
        live[unit] = False
        inverse[unit], inverse[:, unit] = 0, 0
        inverse[unit, unit] = 1
        weights[:, unit] = 0
    live[-1] = False
    return live[:-1], weights[:, :-1][:, live[:-1]].float(), weights[:, -1].float()


@torch.no_grad()
def narrowed(model, products, seen, inner):
    """The model's weights with its layers `inner` wide inside; `products` and `seen` are what `squares` gave."""
    state = model.state_dict()
    for number, (layer, sums) in enumerate(zip(model.layers, products, strict=True)):
        live, weights, bias = kept(sums, layer.down.weight.detach(), layer.down.bias.detach(), inner)
        prefix = f"layers.{number}."
        full = layer.down.weight.detach().double()
        change = torch.zeros_like(full)
        change[:, live] = weights.double()
        change = torch.cat([full - change, (layer.down.bias.detach() - bias).double().unsqueeze(1)], 1)
        print(f"layer {number}: {int(live.sum())} of {len(live)} units; off by {float(((change @ sums) * change).sum() / seen / 384) ** 0.5:.4f} "
              f"for each value", flush=True)
        state[prefix + "up.weight"], state[prefix + "up.bias"] = layer.up.weight.detach()[live], layer.up.bias.detach()[live]
        state[prefix + "down.weight"], state[prefix + "down.bias"] = weights, bias
    return state


def main():
    dumps, folder, path, inner, output = sys.argv[1:]
    inner = int(inner)
    torch.set_num_threads(1)
    torch.manual_seed(1)
    random.seed(1)
    model = load_reader(path, folder)
    word_pieces = WordPieces(pathlib.Path(folder) / "vocab.txt")
    corpora = {(name, casing): load(str(pathlib.Path(dumps) / f"{name}.{casing}"), word_pieces)
               for name, *_ in MIX for casing in ("asis", "lower", "upper")}

    def read(batch):
        pieces, casing, flags, mask, _ = (torch.from_numpy(array) for array in padded([item[0] for item in batch], numpy.random.default_rng(1)))
        model.hidden(pieces, casing, flags, mask)
        return mask

    products, seen = squares(model, one_pass(corpora, 1024), read)
    narrow = Reader(len(model.layers), model.corpora.num_embeddings - 1, inner=inner)
    narrow.load_state_dict(narrowed(model, products, seen, inner))
    narrow.words.weight.requires_grad = False
    torch.save({"state": narrow.state_dict(), "average": [p.detach() for p in narrow.parameters() if p.requires_grad],
                "layers": len(model.layers), "corpora": narrow.corpora.num_embeddings - 1}, output)


if __name__ == "__main__":
    with torch.no_grad():
        main()
