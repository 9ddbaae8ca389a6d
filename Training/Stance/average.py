"""Writes the mean of the weights of several runs.

Usage: average.py OUTPUT RUN …
"""

import sys

import torch


def main():
    runs = [torch.load(path, weights_only=True) for path in sys.argv[2:]]
    torch.save({name: sum(run[name] for run in runs) / len(runs) for name in runs[0]}, sys.argv[1])


if __name__ == "__main__":
    main()
