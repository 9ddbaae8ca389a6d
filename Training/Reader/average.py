"""Averages the weights of runs that began with the same one.

Usage: average.py OUTPUT CHECKPOINT:SHARE…

The runs' own means over their last steps are added up by their shares, which are to make 1. A run that left the word
table alone counts with the table as it was published. What is learnt of the corpora stays that of the last run.
The idea is that of model soups (Wortsman et al., 2022, https://arxiv.org/abs/2203.05482).
"""

import sys

import torch

from network import averaged, load_checkpoint


def main():
    output, *parts = sys.argv[1:]
    total, template = {}, None
    for part in parts:
        path, share = part.rsplit(":", 1)
        saved = torch.load(path, weights_only=False)
        for name, weights in load_checkpoint(path).state_dict().items():
            if name != "corpora.weight":
                total[name] = total.get(name, 0) + float(share) * weights
        if template is None or len(saved["average"]) >= len(template["average"]):
            template = saved
    names = averaged(template)
    template["state"].update(total)
    template["average"] = [total.get(name, template["state"][name]) for name in names]
    torch.save(template, output)


if __name__ == "__main__":
    with torch.no_grad():
        main()
