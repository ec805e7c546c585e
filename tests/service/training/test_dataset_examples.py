"""ExportTraining: the submitted responses to datasets as training examples."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import json_format

from plaudit.v1 import dataset_pb2, export_pb2
from plaudit.v1.export_pb2 import (
    PROMPT_FORM_PLAIN,
    TRAINING_FORMAT_DPO,
    TRAINING_FORMAT_KTO,
    TRAINING_FORMAT_RAW,
    TRAINING_FORMAT_REWARD,
    TRAINING_FORMAT_REWARD_PAIRS,
    TRAINING_FORMAT_SFT,
)
from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from support.messages import (
    about,
    chat_field,
    define,
    label_question,
    multi_label_question,
    ranking_question,
    rating_question,
    recording,
    register,
    submit,
    text_field,
    text_question,
)
from support.servers import Client

DRAFT, DISCARDED = dataset_pb2.RESPONSE_STATUS_DRAFT, dataset_pb2.RESPONSE_STATUS_DISCARDED
LABELS = {"desirable_labels": ["good", "fine"], "undesirable_labels": ["bad"]}


def export(client: Client, format_: int, *sources: Any, **request: Any) -> list[Any]:
    """Export to the end in the plain form, and check that every chunk can be resumed."""
    made = export_pb2.ExportTrainingRequest(
        format=format_, dataset_sources=sources, prompt_form=PROMPT_FORM_PLAIN, **request
    )
    chunks = list(client.exports.ExportTraining(made))
    assert chunks[-1].progress == 1
    whole = [example for chunk in chunks for example in chunk.examples]
    done = 0
    for chunk in chunks:
        done += len(chunk.examples)
        made.resume_token = chunk.resume_token
        rest = [e for one in client.exports.ExportTraining(made) for e in one.examples]
        assert rest == whole[done:]
    return whole


def quality_dataset(client: Client, **changed: Any) -> dataset_pb2.Dataset:
    changed.setdefault("fields", [text_field("prompt"), text_field("a"), text_field("b")])
    return define(
        client,
        questions=[
            label_question("quality", "good", "fine", "so-so", "bad"),
            multi_label_question("flaws", "good", "rude", "wrong"),
            rating_question("stars", 1, 2, 3, 4, 5),
            rating_question("stars_b", 1, 2, 3, 4, 5),
            rating_question("points", 0, 10),
            text_question("rewrite"),
            ranking_question("order", "a", "b"),
        ],
        **changed,
    )


def source(dataset: dataset_pb2.Dataset, *answers: Any, prompt: str = "prompt") -> dict[str, Any]:
    return {"dataset_id": dataset.id, "prompt_field": prompt, "answers": answers}


def judged(question: str, field: str = "a", **rules: Any) -> dict[str, Any]:
    return {"completion_field": field, "question_name": question, **rules}


def record(
    client: Client, dataset: dataset_pb2.Dataset, shown: dict[str, str], *said: Any
) -> tuple[str, list[str]]:
    """Add a record with a response by another annotator for each item, values or a response."""
    new = dataset_pb2.NewRecord(record=recording(dataset.id, shown).record)
    for i, one in enumerate(said):
        response = one if "values" in one else {"values": one}
        new.responses.add(**{"external_user_id": f"u{i}", **response})
    request = dataset_pb2.BatchCreateRecordsRequest(items=[new])
    (result,) = client.datasets.BatchCreateRecords(request).results
    assert result.WhichOneof("result") == "created", result.error
    return result.created.record_id, list(result.created.response_ids)


def test_labels_make_a_kto_example_of_each_submitted_response(tenant):
    dataset = quality_dataset(tenant)
    shown = {"prompt": "When?", "a": "At ten."}
    _, ids = record(
        tenant,
        dataset,
        shown,
        {"quality": "good"},
        {"quality": "bad"},
        {"quality": "so-so"},
        {"values": {"quality": "good"}, "status": DRAFT},
        {"values": {"quality": "good"}, "status": DISCARDED},
        {"stars": 1},
    )
    record(tenant, dataset, {"a": "no prompt"}, {"quality": "good"})
    record(tenant, dataset, {"prompt": "no answer"}, {"quality": "good"})
    submit(tenant, target=about(register(tenant, prompt="p", answer="a")), rating=RATING_POSITIVE)
    found = export(tenant, TRAINING_FORMAT_KTO, source(dataset, judged("quality", **LABELS)))
    assert {e.source_id: e.kto.label for e in found} == {ids[0]: True, ids[1]: False}
    assert {(e.kto.prompt.text, e.kto.completion.text) for e in found} == {("When?", "At ten.")}


def test_ratings_make_kto_examples_by_their_bounds(tenant):
    dataset = quality_dataset(tenant)
    said = [{"stars": stars} for stars in (1, 2, 3, 4, 5)]
    record(tenant, dataset, {"prompt": "When?", "a": "At ten."}, *said)
    bounds = {"desirable_from": 4, "undesirable_to": 1}
    found = export(tenant, TRAINING_FORMAT_KTO, source(dataset, judged("stars", **bounds)))
    assert [e.kto.label for e in found] == [False, True, True]
    zero = {"undesirable_to": 0}
    record(tenant, dataset, {"prompt": "When?", "a": "Never."}, {"points": 0}, {"points": 10})
    found = export(tenant, TRAINING_FORMAT_KTO, source(dataset, judged("points", **zero)))
    assert [(e.kto.completion.text, e.kto.label) for e in found] == [("Never.", False)]


def test_many_labels_vote_only_if_they_agree(tenant):
    dataset = quality_dataset(tenant)
    said = [{"flaws": flaws} for flaws in (["good"], ["rude", "wrong"], ["good", "rude"], [])]
    _, ids = record(tenant, dataset, {"prompt": "When?", "a": "At ten."}, *said)
    rule = {"desirable_labels": ["good"], "undesirable_labels": ["rude", "wrong"]}
    found = export(tenant, TRAINING_FORMAT_KTO, source(dataset, judged("flaws", **rule)))
    assert {e.source_id: e.kto.label for e in found} == {ids[0]: True, ids[1]: False}


def test_by_majority_an_answer_of_a_record_makes_one_kto_example(tenant):
    dataset = quality_dataset(tenant)
    votes = {"liked": "good fine bad", "disliked": "bad bad good", "tied": "good bad"}
    ids = {
        record(
            tenant,
            dataset,
            {"prompt": "When?", "a": answer},
            *({"quality": label} for label in labels.split()),
        )[0]: answer
        for answer, labels in votes.items()
    }
    wanted = source(dataset, judged("quality", **LABELS))
    assert len(export(tenant, TRAINING_FORMAT_KTO, wanted)) == 8
    found = export(tenant, TRAINING_FORMAT_KTO, wanted, majority=True)
    assert {ids[e.source_id]: e.kto.label for e in found} == {"liked": True, "disliked": False}


def test_sft_has_each_answer_that_more_responses_accept_than_refuse(tenant):
    dataset = quality_dataset(tenant)
    record(
        tenant,
        dataset,
        {"prompt": "p", "a": "accepted"},
        *({"quality": label} for label in ("good", "good", "bad")),
    )
    record(tenant, dataset, {"prompt": "p", "a": "refused"}, {"quality": "bad"})
    record(tenant, dataset, {"prompt": "p", "a": "tied"}, {"quality": "bad"}, {"quality": "good"})
    record(tenant, dataset, {"prompt": "p", "a": "rated"}, {"stars": 5})
    labelled = export(tenant, TRAINING_FORMAT_SFT, source(dataset, judged("quality", **LABELS)))
    assert [(e.sft.prompt, e.sft.completion) for e in labelled] == [("p", "accepted")]
    rated = source(dataset, judged("stars", desirable_from=4))
    assert [e.sft.completion for e in export(tenant, TRAINING_FORMAT_SFT, rated)] == ["rated"]


def test_a_submitted_text_is_the_completion_of_its_prompt(tenant):
    fields = [chat_field("prompt", required=True), text_field("a"), text_field("b")]
    dataset = quality_dataset(tenant, fields=fields)
    prompt: Any = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]
    draft = {"values": {"rewrite": "no"}, "status": DRAFT}
    record(tenant, dataset, {"prompt": prompt}, {"rewrite": "Hello."}, draft, {"stars": 1})
    request = export_pb2.ExportTrainingRequest(
        format=TRAINING_FORMAT_SFT, dataset_sources=[source(dataset, judged("rewrite", ""))]
    )
    (only,) = (e for chunk in tenant.exports.ExportTraining(request) for e in chunk.examples)
    assert [(m.role, m.content) for m in only.sft.messages] == [
        ("system", "Be brief."),
        ("user", "Hi"),
        ("assistant", "Hello."),
    ]


def pairs(found: list[Any]) -> list[tuple[str, str]]:
    made = [getattr(e, e.WhichOneof("example")) for e in found]
    return [(one.chosen.text, one.rejected.text) for one in made]


def test_a_text_is_chosen_over_the_answer_that_it_corrects(tenant):
    dataset = quality_dataset(tenant)
    shown = {"prompt": "When?", "a": "At ten."}
    record(tenant, dataset, shown, {"rewrite": "At nine."}, {"rewrite": "At ten."})
    found = export(tenant, TRAINING_FORMAT_DPO, source(dataset, judged("rewrite")))
    assert pairs(found) == [("At nine.", "At ten.")]


STARS = (judged("stars"), judged("stars_b", "b"))


def test_of_two_answers_of_a_record_each_response_chooses_the_higher_rated(tenant):
    dataset = quality_dataset(tenant)
    said = [{"stars": a, "stars_b": b} for a, b in ((5, 2), (1, 2), (3, 3))]
    _, ids = record(tenant, dataset, {"prompt": "p", "a": "A", "b": "B"}, *said, {"stars": 5})
    record(tenant, dataset, {"prompt": "p", "a": "A"}, said[0])
    wanted = source(dataset, *STARS)
    found = export(tenant, TRAINING_FORMAT_DPO, wanted)
    assert [e.source_id for e in found] == ids[:2]
    assert pairs(found) == [("A", "B"), ("B", "A")]
    rewards = export(tenant, TRAINING_FORMAT_REWARD_PAIRS, wanted)
    assert pairs(rewards) == pairs(found)
    assert [e.reward_pair.margin for e in rewards] == [3, 1]


def test_by_majority_two_answers_of_a_record_are_compared_once(tenant):
    dataset = quality_dataset(tenant)
    said = [{"stars": a, "stars_b": b} for a, b in ((5, 2), (1, 2), (3, 3))]
    id_, _ = record(tenant, dataset, {"prompt": "p", "a": "A", "b": "B"}, *said)
    said = [{"stars": a, "stars_b": b} for a, b in ((5, 2), (2, 5))]
    record(tenant, dataset, {"prompt": "p", "a": "tied", "b": "B"}, *said)
    (only,) = export(tenant, TRAINING_FORMAT_REWARD_PAIRS, source(dataset, *STARS), majority=True)
    assert (only.source_id, pairs([only])) == (id_, [("A", "B")])
    assert only.reward_pair.margin == pytest.approx(2 / 3)


@pytest.mark.parametrize("majority", [False, True])
def test_answers_of_records_with_the_same_prompt_are_compared_by_their_mean(tenant, majority):
    dataset = quality_dataset(tenant)
    ratings = {"best": (5, 4), "worst": (1,), "middle": (1, 5), "also middle": (3,)}
    for answer, stars in ratings.items():
        record(
            tenant, dataset, {"prompt": "When?", "a": answer}, *({"stars": one} for one in stars)
        )
    record(tenant, dataset, {"prompt": "Where?", "a": "here"}, {"stars": 1})
    record(tenant, dataset, {"prompt": "When?", "a": "unrated"}, {"quality": "bad"})
    wanted = source(dataset, judged("stars"))
    found = export(tenant, TRAINING_FORMAT_REWARD_PAIRS, wanted, majority=majority)
    assert [(*pair, e.reward_pair.margin) for pair, e in zip(pairs(found), found, strict=True)] == [
        ("best", "worst", 3.5),
        ("best", "middle", 1.5),
        ("best", "also middle", 1.5),
        ("middle", "worst", 2),
        ("also middle", "worst", 2),
    ]
    assert pairs(export(tenant, TRAINING_FORMAT_DPO, wanted)) == pairs(found)


def test_labels_order_the_answers_to_the_same_prompt(tenant):
    dataset = quality_dataset(tenant)
    for answer, label in (("A", "bad"), ("B", "fine"), ("C", "so-so")):
        record(tenant, dataset, {"prompt": "When?", "a": answer}, {"quality": label})
    found = export(tenant, TRAINING_FORMAT_DPO, source(dataset, judged("quality", **LABELS)))
    assert pairs(found) == [("B", "A")]


def test_several_datasets_and_answers_make_examples_together(tenant):
    one, two = quality_dataset(tenant), quality_dataset(tenant)
    shown = {"prompt": "p", "a": "A" * 400_000, "b": "B" * 400_000}
    for dataset in (one, two):
        for _ in range(3):  # more than a chunk
            record(tenant, dataset, shown, {"stars": 5, "stars_b": 1}, {"stars_b": 5})
    rule = {"desirable_from": 4, "undesirable_to": 2}
    sources = [
        source(dataset, judged("stars", **rule), judged("stars_b", "b", **rule))
        for dataset in (one, two)
    ]
    found = export(tenant, TRAINING_FORMAT_KTO, *sources)
    made = [(e.kto.completion.text[0], e.kto.label) for e in found]
    assert made == [("A", True), ("B", False), ("B", True)] * 6
    assert len(export(tenant, TRAINING_FORMAT_KTO, *sources, majority=True)) == 6
    found = export(tenant, TRAINING_FORMAT_DPO, source(one, *STARS))
    assert [pair[0][0] for pair in pairs(found)] == ["A"] * 3


def test_pairs_of_one_prompt_resume_where_a_chunk_ended(tenant):
    """`export` resumes after every chunk."""
    dataset = quality_dataset(tenant)
    for stars in (5, 1, 4, 2, 3):
        shown = {"prompt": "p", "a": f"{stars}" * 300_000}
        record(tenant, dataset, shown, {"stars": stars})
    found = export(tenant, TRAINING_FORMAT_DPO, source(dataset, judged("stars")))
    assert {(chosen[0], rejected[0]) for chosen, rejected in pairs(found)} == {
        (str(high), str(low)) for high in range(1, 6) for low in range(1, high)
    }


def test_what_is_added_after_the_start_of_an_export_is_left_out(tenant):
    dataset = quality_dataset(tenant)
    shown = {"prompt": "p", "a": "A" * 600_000}
    ids = [record(tenant, dataset, shown, {"stars": 5})[0] for _ in range(4)]
    for format_, majority in ((TRAINING_FORMAT_KTO, False), (TRAINING_FORMAT_KTO, True)):
        request = export_pb2.ExportTrainingRequest(
            format=format_,
            dataset_sources=[source(dataset, judged("stars", desirable_from=4))],
            majority=majority,
        )
        stream = tenant.exports.ExportTraining(request)
        first = next(stream)
        stream.cancel()
        record(tenant, dataset, shown, {"stars": 5})
        later = dataset_pb2.RecordResponse(record_id=ids[-1], external_user_id=f"later{majority}")
        later.values.update({"stars": 4})
        tenant.datasets.CreateResponse(dataset_pb2.CreateResponseRequest(response=later))
        expected = 4 if not majority else 5
        request.resume_token = first.resume_token
        rest = [e for chunk in tenant.exports.ExportTraining(request) for e in chunk.examples]
        assert len(first.examples) < expected
        assert len(first.examples) + len(rest) == expected


def test_a_time_range_selects_responses(tenant):
    dataset = quality_dataset(tenant)
    record(tenant, dataset, {"prompt": "p", "a": "A"}, {"stars": 5})
    for format_ in (TRAINING_FORMAT_KTO, TRAINING_FORMAT_SFT):
        wanted = source(dataset, judged("stars", desirable_from=4))
        for year, count in (("2100", 1), ("2001", 0)):
            bounds = {"time_range": {"end": f"{year}-01-01T00:00:00Z"}}
            selection = json_format.ParseDict(bounds, export_pb2.ExportFilter())
            assert len(export(tenant, format_, wanted, filter=selection)) == count


def test_of_a_long_dataset_every_response_makes_its_example(tenant):
    dataset = quality_dataset(tenant)
    items = [
        dataset_pb2.NewRecord(
            record=recording(dataset.id, {"prompt": f"p{i // 2}", "a": f"A{i}"}).record,
            responses=[recording(dataset.id, {}, {"stars": 5 - i % 2}).response],
        )
        for i in range(450)
    ]
    request = dataset_pb2.BatchCreateRecordsRequest(items=items)
    assert not tenant.datasets.BatchCreateRecords(request).failed_count
    wanted = source(dataset, judged("stars", desirable_from=4))
    for majority in (False, True):
        found = export(tenant, TRAINING_FORMAT_KTO, wanted, majority=majority)
        assert {e.kto.completion.text for e in found} == {f"A{i}" for i in range(450)}
    found = export(tenant, TRAINING_FORMAT_DPO, source(dataset, judged("stars")))
    assert set(pairs(found)) == {(f"A{i}", f"A{i + 1}") for i in range(0, 450, 2)}


KTO, SFT, DPO = TRAINING_FORMAT_KTO, TRAINING_FORMAT_SFT, TRAINING_FORMAT_DPO
GOOD = {"desirable_labels": ["good"]}
WRONG: dict[str, tuple[int, Any, dict[str, Any], str, str]] = {
    "unknown prompt": (
        *(KTO, [judged("quality", **GOOD)], {"prompt": "x"}),
        *("prompt_field", "prompt, a, b"),
    ),
    "unknown completion": (
        *(KTO, [judged("quality", "x", **GOOD)], {}),
        *("answers[0].completion_field", "prompt, a, b"),
    ),
    "no completion": (KTO, [judged("quality", "")], {}, "answers[0].completion_field", "text or"),
    "no completion for SFT": (
        *(SFT, [judged("quality", "", **GOOD)], {}),
        *("answers[0].completion_field", "in SFT need none: quality is a label question"),
    ),
    "unknown question": (KTO, [judged("x")], {}, "answers[0].question_name", "quality, flaws"),
    "ranking": (KTO, [judged("order")], {}, "answers[0].question_name", "must be a label"),
    "text for KTO": (KTO, [judged("rewrite")], {}, "answers[0].question_name", "only SFT and DPO"),
    "text with a completion": (
        *(SFT, [judged("rewrite")], {}),
        *("answers[0].completion_field", "must be empty"),
    ),
    "no labels": (KTO, [judged("quality")], {}, "answers[0].desirable_labels", "must have a label"),
    "no desirable label": (
        *(SFT, [judged("quality", undesirable_labels=["bad"])], {}),
        *("answers[0].desirable_labels", "must have a label"),
    ),
    "unknown label": (
        *(KTO, [judged("quality", desirable_labels=["great"])], {}),
        *("answers[0].desirable_labels", "which has no great"),
    ),
    "label in both": (
        *(KTO, [judged("quality", **GOOD, undesirable_labels=["good"])], {}),
        *("answers[0].undesirable_labels", "must not have"),
    ),
    "labels of a rating": (
        *(KTO, [judged("stars", desirable_from=1, **GOOD)], {}),
        *("answers[0].desirable_labels", "is a rating question"),
    ),
    "bounds of a label": (
        *(KTO, [judged("quality", **GOOD, desirable_from=1)], {}),
        *("answers[0].desirable_from", "is a label question"),
    ),
    "no bounds": (KTO, [judged("stars")], {}, "answers[0].desirable_from", "must be set"),
    "no bound for SFT": (
        *(SFT, [judged("stars", undesirable_to=2)], {}),
        *("answers[0].desirable_from", "must be set"),
    ),
    "crossed bounds": (
        *(KTO, [judged("stars", desirable_from=2, undesirable_to=2)], {}),
        *("answers[0].undesirable_to", "less than desirable_from"),
    ),
    "bound above the scale": (
        *(KTO, [judged("stars", desirable_from=9)], {}),
        *("answers[0].desirable_from", "on the scale of stars, which is 1 to 5"),
    ),
    "bound below the scale": (
        *(KTO, [judged("stars", desirable_from=4, undesirable_to=0)], {}),
        *("answers[0].undesirable_to", "on the scale of stars, which is 1 to 5"),
    ),
    "bounds of pairs": (
        *(DPO, [judged("stars", desirable_from=4)], {}),
        *("answers[0].desirable_from", "preference pairs"),
    ),
    "another kind": (
        *(DPO, [judged("stars"), judged("quality", "b", **GOOD)], {}),
        *("answers[1].question_name", "must be a rating question, like stars"),
    ),
    "another scale": (
        *(DPO, [judged("stars"), judged("points", "b")], {}),
        *("answers[1].question_name", "the same values as stars"),
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_source_that_does_not_fit_its_dataset_is_refused_by_name(tenant, refused, case):
    format_, answers, changed, field, rule = WRONG[case]
    request = export_pb2.ExportTrainingRequest(
        format=format_,
        dataset_sources=[source(quality_dataset(tenant), *answers, **changed)],
    )
    error = refused(begin(tenant), request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert rule in error.fields[f"dataset_sources[0].{field}"]


def begin(client: Client) -> Any:
    return lambda request: list(client.exports.ExportTraining(request))


def test_all_that_is_wrong_with_sources_is_named_at_once(tenant, refused):
    dataset = quality_dataset(tenant)
    request = export_pb2.ExportTrainingRequest(
        format=KTO,
        dataset_sources=[
            source(dataset, judged("stars", "x"), prompt="y"),
            source(dataset, judged("rewrite"), judged("quality", **GOOD)),
        ],
    )
    error = refused(begin(tenant), request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(error.fields) == {
        "dataset_sources[0].prompt_field",
        "dataset_sources[0].answers[0].completion_field",
        "dataset_sources[0].answers[0].desirable_from",
        "dataset_sources[1].answers[0].question_name",
    }


@pytest.mark.parametrize(
    ("format_", "fields", "field"),
    [
        (TRAINING_FORMAT_RAW, {}, "dataset_sources"),
        (TRAINING_FORMAT_REWARD, {}, "dataset_sources"),
        (KTO, {"filter": {"names": ["tone"]}}, "filter.names"),
        (KTO, {"filter": {"topics": ["t"]}}, "filter.topics"),
        (KTO, {"filter": {"models": ["m"]}}, "filter.models"),
        (KTO, {"filter": {"origins": [1]}}, "filter.origins"),
        (DPO, {"dataset_id": "ds_1"}, "dataset_id"),
        (DPO, {"prompt_field": "p"}, "prompt_field"),
        (DPO, {"preference_sources": [1]}, "preference_sources"),
        (DPO, {"majority": True, "dataset_sources": []}, "majority"),
        (TRAINING_FORMAT_RAW, {"majority": True, "dataset_sources": []}, "majority"),
        (TRAINING_FORMAT_REWARD, {"majority": True, "dataset_sources": []}, "majority"),
        (KTO, {"dataset_sources": [{"dataset_id": "ds_1"}]}, "dataset_sources[0].answers"),
    ],
)
def test_what_must_not_be_set_with_sources_is_refused(tenant, refused, format_, fields, field):
    wanted = {"dataset_sources": [source(quality_dataset(tenant), judged("quality", **GOOD))]}
    request = export_pb2.ExportTrainingRequest(format=format_, **{**wanted, **fields})
    error = refused(begin(tenant), request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert field in error.fields


def test_texts_have_no_majority(tenant, refused):
    for format_, field in ((SFT, ""), (DPO, "a")):
        request = export_pb2.ExportTrainingRequest(
            format=format_,
            majority=True,
            dataset_sources=[source(quality_dataset(tenant), judged("rewrite", field))],
        )
        error = refused(begin(tenant), request, "INVALID_ARGUMENT", "INVALID_FIELD")
        assert "no majority" in error.fields["dataset_sources[0].answers[0].question_name"]


def test_a_source_is_a_dataset_of_the_namespace(tenant, new_tenant, refused):
    elsewhere = quality_dataset(new_tenant())
    request = export_pb2.ExportTrainingRequest(
        format=KTO, dataset_sources=[source(elsewhere, judged("quality", **GOOD))]
    )
    refused(begin(tenant), request, "NOT_FOUND", "DATASET_NOT_FOUND")
