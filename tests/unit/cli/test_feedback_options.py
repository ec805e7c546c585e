"""The options that choose feedback, and the words for values of enums."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from google.protobuf import text_format

from plaudit.cli import list_feedback
from plaudit.cli.app import plaudit
from plaudit.cli.feedback_options import filter_of
from plaudit.cli.keys import SCOPE
from plaudit.cli.options import EnumChoice, enum_word
from plaudit.v1 import admin_pb2, analytics_pb2, dataset_pb2, exchange_pb2, export_pb2, feedback_pb2

FILTERS = [
    (["--session", "s"], "session_id: 's'"),
    (
        ["--session", "s", "--message", "m"],
        "target { message { session_id: 's' message_id: 'm' } }",
    ),
    (
        ["--session", "s", "--request", "r"],
        "target { request { session_id: 's' request_id: 'r' } }",
    ),
    (["--search", "q"], "target { search { search_id: 'q' } }"),
    (["--entity", "doc", "1"], "target { entity { type: 'doc' id: '1' } }"),
    (["--entity-type", "doc"], "entity_types: 'doc'"),
    (["--name", "a", "--name", "b"], "names: ['a', 'b']"),
    (
        ["--rating", "none", "--rating", "negative"],
        "ratings: [RATING_UNSPECIFIED, RATING_NEGATIVE]",
    ),
    (["--type", "copy-action"], "types: FEEDBACK_TYPE_COPY_ACTION"),
    (["--source", "session-end"], "sources: FEEDBACK_SOURCE_SESSION_END"),
    (["--origin", "model"], "origins: ORIGIN_MODEL"),
    (["--state", "pending-target"], "states: FEEDBACK_STATE_PENDING_TARGET"),
    (["--external-id", "x"], "external_ids: 'x'"),
    (["--user", "u"], "user_id: 'u'"),
    (["--external-user", "e"], "external_user_id: 'e'"),
    (["--creator", "user:u"], "creator_id: 'user:u'"),
    (["--text", "t"], "text: 't'"),
    (["--min-score", "0", "--max-score", "0.5"], "min_score: 0 max_score: 0.5"),
    (["--value", "no"], "value { bool_value: false }"),
    (["--label", "a", "--label", "b"], "value { labels { labels: ['a', 'b'] } }"),
    (["--min-value", "0", "--max-value", "7"], "value { number { min: 0 max: 7 } }"),
    (
        ["--metadata", '{"k": "v"}'],
        "metadata { fields { key: 'k' value { string_value: 'v' } } }",
    ),
    (["--error"], "has_error: true"),
    (["--no-error"], "has_error: false"),
    (
        ["--since", "1970-01-02", "--until", "1970-01-02"],
        "create_time { start { seconds: 86400 } end { seconds: 172800 } }",
    ),
    (["--changed-since", "1970-01-01T01:00+01:00"], "update_time { start { } }"),
    (["--changed-until", "1970-01-01T00:01"], "update_time { end { seconds: 60 } }"),
    (["--given-since", "1970-01-02"], "occur_time { start { seconds: 86400 } }"),
    (["--given-until", "1970-01-01"], "occur_time { end { seconds: 86400 } }"),
    (
        ["--filter", '{"targets": [{"search": {"search_id": "q"}}]}', "--name", "a"],
        "targets { search { search_id: 'q' } } names: 'a'",
    ),
]


def chosen(arguments):
    given = list_feedback.command.make_context("list", list(arguments)).params
    return filter_of(
        **{name: given[name] for name in given if name not in {"order", "limit", "as_json"}}
    )


def filter_in(text):
    return text_format.Parse(text, feedback_pb2.FeedbackFilter())


@pytest.mark.parametrize(("arguments", "filters"), FILTERS)
def test_an_option_sets_its_field_of_the_filter_alone(arguments, filters):
    assert chosen(arguments) == filter_in(filters)


def test_every_field_of_the_filter_has_an_option():
    found = feedback_pb2.FeedbackFilter()
    for _, filters in FILTERS:
        found.MergeFrom(filter_in(filters))
    fields = {field.name for field, _ in found.ListFields()}
    assert fields == {field.name for field in feedback_pb2.FeedbackFilter.DESCRIPTOR.fields}


@pytest.mark.parametrize(
    "module", [admin_pb2, analytics_pb2, dataset_pb2, exchange_pb2, export_pb2, feedback_pb2]
)
def test_each_word_stands_for_one_value_of_its_enum(module):
    for name, descriptor in module.DESCRIPTOR.enum_types_by_name.items():
        enum = getattr(module, name)
        choice = EnumChoice(enum)
        unspecified, *names = enum.keys()
        prefix = unspecified.removesuffix("UNSPECIFIED")
        assert choice.choices[0] == "none"
        for word, value in zip(choice.choices[1:], names, strict=True):
            spelled = word.upper().replace("-", "_").replace(".", "_")
            assert prefix + spelled == value
            assert choice.number(word) == enum.Value(value)
            assert (
                enum_word(descriptor, enum.Value(value)) == choice.label(enum.Value(value)) == word
            )
        assert enum_word(descriptor, 999) == choice.label(999) == "value 999"
    assert SCOPE.number("feedback.write") == admin_pb2.SCOPE_FEEDBACK_WRITE


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("submit --rating positive", "say what the feedback is on: --session with --message"),
        ("submit --session s", "say what the feedback is: one of --rating, --score"),
        ("submit --message m --text t", "--message needs --session"),
        ("submit --search q --session s --text t", "--search and --session"),
        ("submit --search q --rating up", "'up' is not one of 'positive', 'negative'"),
        ("submit --search q --metadata {a}", "'{a}' is not valid JSON"),
        ("submit --search q --metadata []", "must be a JSON object"),
        ("submit --search q --label a --value 1", "--label and --value"),
        ("submit --search q --text - --correction -", "only one option can read"),
        ("submit --search q --text t --prompt p", "--prompt and --answer need --session"),
        ("list --since 2026-02-01 --until 2026-01-01", "--until must be after --since"),
        ("list --value no --label a", "give one kind"),
        ('list --filter {"nope":1}', "--filter is not a FeedbackFilter"),
        ("list --order random", "'random' is not one of 'created-desc'"),
        ("watch --from-beginning --resume-token x", "start at different places"),
        ("get nope", "an ID starts with fb_, ex_, rec_, ds_ or ns_, not 'nope'"),
        ("get", "give an ID, or --external-id"),
        ("get ex_1 --history", "--history is of feedback"),
        ("delete ex_1 --yes", "starts with fb_"),
        ("exchanges create --session s", "needs --session, and --message or --request"),
        ("exchanges get", "give an ID, or --session"),
        ("exchanges get ex_1 --session s", "give an ID, or --session"),
        ("exchanges list --status done", "'done' is not one of 'pending'"),
        ("keys create --name n --scope nope", "'nope' is not one of 'feedback.write'"),
        ("keys create --name n", "Missing option '--scope'"),
        ("namespaces update", "say what to change"),
    ],
)
def test_a_command_says_which_options_are_wrong(line, told):
    done = CliRunner().invoke(plaudit, ["--key", "k", *line.split()])
    assert done.exit_code == 2
    assert told in done.output
