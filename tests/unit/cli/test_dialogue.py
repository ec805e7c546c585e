"""Prompts and answers are read in the usual shapes, and nothing of them is lost."""

import pytest

from plaudit.cli.importing.peers.dialogue import answer_of, prompt_of

ASKED = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Hello"},
]


@pytest.mark.parametrize(
    ("recorded", "prompt", "context", "rest"),
    [
        ("Hello", "Hello", [], None),
        (None, "", [], None),
        ({"question": "Hello"}, "Hello", [], None),
        ({"query": "Hello", "lang": "en"}, "Hello", [], {"lang": "en"}),
        ({"question": "Hello", "type": "billing"}, "Hello", [], {"type": "billing"}),
        ({"role": "system", "content": "Hello"}, "Hello", [], {"role": "system"}),
        ([{"role": "user", "type": "voice", "content": "Hello"}], "Hello", [],
         [{"role": "user", "type": "voice", "content": "Hello"}]),
        ({"type": "human", "content": "Hello"}, "Hello", [], None),
        (ASKED, "Hello", ASKED[:1], None),
        ({"messages": ASKED, "tools": [1]}, "Hello", ASKED[:1], {"tools": [1]}),
        ([[{"type": "human", "content": "Hello"}]], "Hello", [],
         [[{"type": "human", "content": "Hello"}]]),
        ([{"role": "user", "content": [{"type": "text", "text": "Hello"}, {"type": "image_url"}]}],
         "Hello", [],
         [{"role": "user", "content": [{"type": "text", "text": "Hello"}, {"type": "image_url"}]}]),
        ({"a": 1}, '{"a": 1}', [], None),
        ([1, 2], "[1, 2]", [], None),
    ],
)  # fmt: skip
def test_a_prompt_is_read_with_its_context_and_the_rest_is_kept(recorded, prompt, context, rest):
    read = prompt_of(recorded)
    assert (read.text, read.context, read.rest) == (prompt, context, rest)


def test_messages_of_langchain_are_read():
    serialized = {
        "lc": 1,
        "id": ["langchain", "schema", "messages", "HumanMessage"],
        "kwargs": {"content": "Hello", "additional_kwargs": {}},
    }
    read = prompt_of({"messages": [[serialized]]})
    assert read.text == "Hello"
    assert read.rest == {"messages": [[serialized]]}  # all that a message has besides its text


@pytest.mark.parametrize(
    ("recorded", "answer", "rest"),
    [
        ("Hi", "Hi", None),
        ({"answer": "Hi"}, "Hi", None),
        ({"output": {"role": "assistant", "content": "Hi"}}, "Hi", None),
        ({"text": "Hi", "role": "b"}, "Hi", {"role": "b"}),
        ({"type": "text", "text": "Hi"}, "Hi", None),
        ({"role": "assistant", "content": "Hi", "id": 3}, "Hi", {"role": "assistant", "id": 3}),
        ({"choices": [{"message": {"role": "assistant", "content": "Hi"}, "index": 0}], "id": "c"},
         "Hi", {"id": "c", "choices": {"index": 0}}),
        ({"generations": [[{"text": "Hi"}]]}, "Hi", None),
        ([*ASKED, {"role": "assistant", "content": "Hi"}], "Hi",
         [*ASKED, {"role": "assistant", "content": "Hi"}]),
        ({"a": 1}, '{"a": 1}', None),
    ],
)  # fmt: skip
def test_an_answer_is_read_and_the_rest_is_kept(recorded, answer, rest):
    read = answer_of(recorded)
    assert (read.text, read.rest) == (answer, rest)
