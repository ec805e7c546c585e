"""The columns that each trainer of TRL reads, with their types.

The trainers of TRL 1.16.0 (torch 2.15.0, transformers 5.24.0, datasets 5.2.0) were run for two
steps on a file of each format in both forms, as JSON lines and as Parquet, on 27 November 2026. The
names in the table are those of the columns that they were given.
"""

from __future__ import annotations

import datasets

TEXT = datasets.Value("string")
CHAT = datasets.List({"role": TEXT, "content": TEXT})
NUMBER = datasets.Value("float64")

COLUMNS = {
    ("kto", "conversational"): {
        "prompt": CHAT,
        "completion": CHAT,
        "label": datasets.Value("bool"),
    },
    ("kto", "plain"): {"prompt": TEXT, "completion": TEXT, "label": datasets.Value("bool")},
    ("dpo", "conversational"): {"prompt": CHAT, "chosen": CHAT, "rejected": CHAT},
    ("dpo", "plain"): {"prompt": TEXT, "chosen": TEXT, "rejected": TEXT},
    ("sft", "conversational"): {"messages": CHAT},
    ("sft", "plain"): {"prompt": TEXT, "completion": TEXT},
    ("reward", "conversational"): {
        "prompt": CHAT,
        "chosen": CHAT,
        "rejected": CHAT,
        "margin": NUMBER,
    },
    ("reward", "plain"): {"prompt": TEXT, "chosen": TEXT, "rejected": TEXT, "margin": NUMBER},
}
"""By format, which is named after its trainer, and form."""

OWN = {
    ("scores", "conversational"): {
        "prompt": CHAT,
        "responses": datasets.List(CHAT),
        "scores": datasets.List(NUMBER),
    },
    ("scores", "plain"): {
        "prompt": TEXT,
        "responses": datasets.List(TEXT),
        "scores": datasets.List(NUMBER),
    },
}
"""The columns of formats that no trainer reads."""
