"""ExportTraining: feedback as training examples, from one snapshot."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.protobuf import json_format

from plaudit.v1 import admin_pb2, dataset_pb2, exchange_pb2, export_pb2, feedback_pb2
from plaudit.v1.export_pb2 import (
    PREFERENCE_SOURCE_CORRECTION,
    PREFERENCE_SOURCE_RANKING,
    PREFERENCE_SOURCE_RATING,
    PROMPT_FORM_PLAIN,
    TRAINING_FORMAT_DPO,
    TRAINING_FORMAT_KTO,
    TRAINING_FORMAT_RAW,
    TRAINING_FORMAT_REWARD,
    TRAINING_FORMAT_REWARD_PAIRS,
    TRAINING_FORMAT_SFT,
)
from plaudit.v1.feedback_pb2 import ORIGIN_MODEL, RATING_NEGATIVE, RATING_POSITIVE
from plaudit_server import contract
from plaudit_server.servicers.training.servicer import _query, _token
from plaudit_server.storage.training.export import Place
from plaudit_server.storage.training.snapshots import Snapshot
from support.messages import (
    about,
    chat_field,
    define,
    fresh,
    get,
    label_question,
    on_search,
    ranking_question,
    recording,
    register,
    submit,
    text_field,
    update,
)
from support.servers import Client


def export(client: Client, format_: int, **request: Any) -> list[export_pb2.TrainingExample]:
    """Export to the end."""
    made = export_pb2.ExportTrainingRequest(format=format_, **request)
    chunks = list(client.exports.ExportTraining(made))
    assert chunks[-1].progress == 1
    progress = [chunk.progress for chunk in chunks]
    assert progress == sorted(progress)
    assert len({chunk.snapshot_time.ToNanoseconds() for chunk in chunks}) == 1
    return [example for chunk in chunks for example in chunk.examples]


def content(text: export_pb2.TrainingText) -> Any:
    """Return the string of a text, or its pairs of role and content."""
    return text.text or [(message.role, message.content) for message in text.messages]


def rate(client: Client, exchange: Any, rating: int, **fields: Any) -> feedback_pb2.Feedback:
    fields.setdefault("external_user_id", fresh("user"))
    return submit(client, target=about(exchange), rating=rating, **fields).feedback


CONTEXT = [exchange_pb2.ChatMessage(role="system", content="Be brief.")]


def test_kto_has_an_example_of_each_rating_of_an_exchange(tenant):
    exchange = register(tenant, prompt="When?", answer="At ten.", context=CONTEXT)
    good = rate(tenant, exchange, RATING_POSITIVE)
    bad = rate(tenant, exchange, RATING_NEGATIVE)
    submit(tenant, target=about(exchange), text="no thumb")
    submit(tenant, target=on_search("q"), rating=RATING_POSITIVE)
    rate(tenant, register(tenant, prompt="", answer="no prompt"), RATING_POSITIVE)
    found = {example.source_id: example.kto for example in export(tenant, TRAINING_FORMAT_KTO)}
    assert {id_: kto.label for id_, kto in found.items()} == {good.id: True, bad.id: False}
    kto = found[good.id]
    assert content(kto.prompt) == [("system", "Be brief."), ("user", "When?")]
    assert content(kto.completion) == [("assistant", "At ten.")]


def test_by_majority_an_exchange_makes_one_kto_example(tenant):
    votes = {"liked": (3, 1), "disliked": (1, 2), "tied": (2, 2), "unrated": (0, 0)}
    exchanges = {}
    for answer, (up, down) in votes.items():
        exchange = register(tenant, prompt="p", answer=answer, context=CONTEXT)
        exchanges[exchange.id] = answer
        for rating in [RATING_POSITIVE] * up + [RATING_NEGATIVE] * down:
            rate(tenant, exchange, rating)
    assert len(export(tenant, TRAINING_FORMAT_KTO)) == 11
    found = export(tenant, TRAINING_FORMAT_KTO, majority=True)
    labels = {exchanges[e.source_id]: e.kto.label for e in found}
    assert labels == {"liked": True, "disliked": False}
    assert content(found[0].kto.prompt) == [("system", "Be brief."), ("user", "p")]
    assert content(found[0].kto.completion) == [("assistant", "liked")]


def test_the_plain_form_has_prompts_and_answers_as_text(tenant):
    alone = register(tenant, prompt="When?", answer="At ten.")
    within = register(tenant, prompt="And today?", answer="Closed.", context=CONTEXT)
    for exchange in (alone, within):
        rate(tenant, exchange, RATING_POSITIVE)
    found = export(tenant, TRAINING_FORMAT_KTO, prompt_form=PROMPT_FORM_PLAIN)
    assert [(content(e.kto.prompt), content(e.kto.completion)) for e in found] == [
        ("When?", "At ten."),
        ("system: Be brief.\nuser: And today?\nassistant:", "Closed."),
    ]
    (first, _) = export(tenant, TRAINING_FORMAT_SFT, prompt_form=PROMPT_FORM_PLAIN)
    assert (first.sft.prompt, first.sft.completion) == ("When?", "At ten.")
    assert not first.sft.messages


def test_sft_has_the_conversations_with_mostly_positive_ratings(tenant):
    liked = register(tenant, prompt="a", answer="b", context=CONTEXT)
    disliked = register(tenant, prompt="c", answer="d")
    tied = register(tenant, prompt="e", answer="f")
    for exchange, up, down in ((liked, 2, 1), (disliked, 1, 2), (tied, 1, 1)):
        for rating in [RATING_POSITIVE] * up + [RATING_NEGATIVE] * down:
            rate(tenant, exchange, rating)
    (only,) = export(tenant, TRAINING_FORMAT_SFT)
    assert only.source_id == liked.id
    messages = [(message.role, message.content) for message in only.sft.messages]
    assert messages == [("system", "Be brief."), ("user", "a"), ("assistant", "b")]
    assert not only.sft.HasField("prompt")


def test_dpo_takes_corrections(tenant):
    exchange = register(tenant, prompt="When?", answer="At ten.")
    given = submit(tenant, target=about(exchange), correction="At nine.").feedback
    rate(tenant, exchange, RATING_NEGATIVE, correction="At ten.")  # the same as the answer
    (only,) = export(tenant, TRAINING_FORMAT_DPO)
    assert only.source_id == given.id
    assert content(only.dpo.prompt) == [("user", "When?")]
    assert content(only.dpo.chosen) == [("assistant", "At nine.")]
    assert content(only.dpo.rejected) == [("assistant", "At ten.")]


def test_dpo_takes_good_and_bad_answers_to_the_same_prompt(tenant):
    good, better, bad, elsewhere = (
        register(tenant, prompt="When?", answer=answer, context=context)
        for answer, context in (("10", []), ("ten", []), ("never", []), ("10", CONTEXT))
    )
    other = register(tenant, prompt="Where?", answer="here")
    for exchange in (good, better, elsewhere, other):
        rate(tenant, exchange, RATING_POSITIVE)
    rate(tenant, bad, RATING_NEGATIVE)
    found = export(tenant, TRAINING_FORMAT_DPO)
    assert [content(e.dpo.chosen)[0][1] for e in found] == ["10", "ten"]
    assert {content(e.dpo.rejected)[0][1] for e in found} == {"never"}
    assert {e.source_id for e in found} == {bad.id}


def ranking_dataset(client: Client, **changed: Any) -> dataset_pb2.Dataset:
    changed.setdefault(
        "fields", [chat_field("prompt", required=True), *map(text_field, ("a", "b", "c"))]
    )
    return define(
        client,
        questions=[
            ranking_question("order", "a", "b", "c", allow_ties=True),
            ranking_question("others", "x", "y"),
            label_question("fine", "yes", "no"),
        ],
        **changed,
    )


SHOWN = {"prompt": [{"role": "user", "content": "Hi"}], "a": "A", "b": "B", "c": "C"}


def test_dpo_takes_rankings_of_fields(tenant):
    dataset = ranking_dataset(tenant)
    answers = {"order": ["b", ["a", "c"]], "others": ["x", "y"]}
    created = tenant.datasets.CreateRecord(recording(dataset.id, SHOWN, answers))
    tenant.datasets.CreateRecord(
        recording(dataset.id, SHOWN, answers, status=dataset_pb2.RESPONSE_STATUS_DRAFT)
    )
    found = export(tenant, TRAINING_FORMAT_DPO)
    pairs = [(content(e.dpo.chosen), content(e.dpo.rejected)) for e in found]
    answer = {name: [("assistant", name.upper())] for name in "abc"}
    assert pairs == [(answer["b"], answer["a"]), (answer["b"], answer["c"])]
    assert content(found[0].dpo.prompt) == [("user", "Hi")]
    assert {e.source_id for e in found} == {created.response.id}


def test_the_dataset_and_the_field_of_the_prompt_can_be_chosen(tenant):
    fields = [text_field(name) for name in ("question", "a", "b", "c")]
    one = ranking_dataset(tenant, fields=fields)
    many = ranking_dataset(tenant, fields=[*fields, text_field("hint")])
    shown = {"question": "Q", "a": "A", "b": "B", "c": "C"}
    for dataset in (one, many):
        request = recording(dataset.id, {**shown}, {"order": ["a", "b", "c"]})
        if dataset is many:
            request.record.field_to_value.update({"hint": "H"})
        tenant.datasets.CreateRecord(request)
    found = export(tenant, TRAINING_FORMAT_DPO)
    assert [content(e.dpo.prompt) for e in found] == [[("user", "Q")]] * 3, (
        "the dataset `many` has two fields that may be the prompt"
    )
    assert not export(tenant, TRAINING_FORMAT_DPO, dataset_id=many.id)
    found = export(tenant, TRAINING_FORMAT_DPO, dataset_id=many.id, prompt_field="hint")
    assert [content(e.dpo.prompt) for e in found] == [[("user", "H")]] * 3


def test_the_sources_of_preferences_can_be_chosen(tenant):
    good, bad = (register(tenant, prompt="When?", answer=answer) for answer in ("10", "never"))
    rate(tenant, good, RATING_POSITIVE)
    rate(tenant, bad, RATING_NEGATIVE, correction="At ten.")
    dataset = ranking_dataset(tenant)
    tenant.datasets.CreateRecord(recording(dataset.id, SHOWN, {"order": ["a", ["b", "c"]]}))
    counts = {
        PREFERENCE_SOURCE_RANKING: 2,
        PREFERENCE_SOURCE_CORRECTION: 1,
        PREFERENCE_SOURCE_RATING: 1,
    }
    for sources in itertools.chain(*(itertools.combinations(counts, n) for n in (1, 2, 3))):
        found = export(tenant, TRAINING_FORMAT_DPO, preference_sources=sources)
        assert len(found) == sum(counts[source] for source in sources)
    assert len(export(tenant, TRAINING_FORMAT_DPO)) == 4


def test_rewards_have_the_scored_answers_to_each_prompt(tenant):
    one, two, unrated = (
        register(tenant, prompt="When?", answer=answer) for answer in ("10", "ten", "never")
    )
    assert unrated
    other = register(tenant, prompt="Where?", answer="here")
    rate(tenant, one, RATING_POSITIVE, score=0.5)
    rate(tenant, one, RATING_NEGATIVE, score=1.0)
    rate(tenant, two, RATING_POSITIVE)
    rate(tenant, two, RATING_NEGATIVE)
    rate(tenant, other, RATING_NEGATIVE)
    found = export(tenant, TRAINING_FORMAT_REWARD)
    rewards = {
        content(e.reward.prompt)[0][1]: {
            content(response)[0][1]: score
            for response, score in zip(e.reward.responses, e.reward.scores, strict=True)
        }
        for e in found
    }
    assert rewards == {"When?": {"10": 0.75, "ten": 0.5}, "Where?": {"here": 0.0}}


def test_a_prompt_with_many_answers_has_several_reward_examples(tenant):
    for i in range(130):
        rate(tenant, register(tenant, prompt="same", answer=str(i)), RATING_POSITIVE)
    found = export(tenant, TRAINING_FORMAT_REWARD)
    assert [len(e.reward.responses) for e in found] == [100, 30]
    answers = {content(r)[0][1] for e in found for r in e.reward.responses}
    assert answers == set(map(str, range(130)))


def test_reward_pairs_are_ordered_by_score_and_have_its_difference(tenant):
    scores = {"best": (1.0, 0.5), "middle": (0.5,), "also middle": (0.5,), "worst": (-1.0,)}
    for answer, given in scores.items():
        exchange = register(tenant, prompt="When?", answer=answer, context=CONTEXT)
        for score in given:
            rate(tenant, exchange, RATING_POSITIVE, score=score)
    for answer in ("elsewhere", "better elsewhere"):
        rate(tenant, register(tenant, prompt="Where?", answer=answer), RATING_POSITIVE)
    found = [e.reward_pair for e in export(tenant, TRAINING_FORMAT_REWARD_PAIRS)]
    pairs = {(content(e.chosen)[0][1], content(e.rejected)[0][1]): e.margin for e in found}
    assert pairs == {
        ("best", "middle"): 0.25,
        ("best", "also middle"): 0.25,
        ("best", "worst"): 1.75,
        ("middle", "worst"): 1.5,
        ("also middle", "worst"): 1.5,
    }
    assert {tuple(content(e.prompt)) for e in found} == {
        (("system", "Be brief."), ("user", "When?"))
    }


def test_reward_pairs_of_one_prompt_resume_where_a_chunk_ended(tenant):
    for i in range(8):
        exchange = register(tenant, prompt="same", answer=f"{i}" * 100_000)
        rate(tenant, exchange, RATING_POSITIVE, score=i)
    request = export_pb2.ExportTrainingRequest(format=TRAINING_FORMAT_REWARD_PAIRS)
    chunks = list(tenant.exports.ExportTraining(request))
    margins = [e.reward_pair.margin for chunk in chunks for e in chunk.examples]
    assert sorted(margins) == sorted(b - a for a, b in itertools.combinations(range(8), 2))
    assert len(chunks) > 2
    done = 0
    for chunk in chunks:
        done += len(chunk.examples)
        request.resume_token = chunk.resume_token
        rest = [e for one in tenant.exports.ExportTraining(request) for e in one.examples]
        assert [e.reward_pair.margin for e in rest] == margins[done:]


def test_raw_feedback_is_all_active_feedback(tenant):
    exchange = register(tenant)
    given = [
        rate(tenant, exchange, RATING_POSITIVE, name="tone", text="yes"),
        submit(tenant, target=on_search("q"), score=0.5).feedback,
    ]
    deleted = rate(tenant, exchange, RATING_POSITIVE)
    tenant.feedback.DeleteFeedback(feedback_pb2.DeleteFeedbackRequest(id=deleted.id))
    found = [example.feedback for example in export(tenant, TRAINING_FORMAT_RAW)]
    assert found == [get(tenant, feedback.id) for feedback in given]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, {"a", "b"}),
        ({"names": ["tone"]}, {"c"}),
        ({"topics": ["t"]}, {"a"}),
        ({"topics": [""]}, {"b"}),
        ({"models": ["m"]}, {"b"}),
        ({"origins": [ORIGIN_MODEL]}, {"b"}),
        ({"origins": [0]}, {"a"}),
        ({"names": ["tone", "overall"], "models": [""]}, {"a", "c"}),
    ],
)
def test_a_filter_selects_the_exported_feedback(tenant, wanted, expected):
    rate(tenant, register(tenant, prompt="p", answer="a", topic="t"), RATING_POSITIVE)
    rate(
        tenant,
        register(tenant, prompt="p", answer="b", model="m"),
        RATING_POSITIVE,
        origin=ORIGIN_MODEL,
    )
    rate(tenant, register(tenant, prompt="p", answer="c"), RATING_POSITIVE, name="tone")
    found = export(tenant, TRAINING_FORMAT_KTO, filter=wanted)
    assert {content(e.kto.completion)[0][1] for e in found} == expected
    found = export(tenant, TRAINING_FORMAT_SFT, filter=wanted)
    assert {e.sft.messages[-1].content for e in found} == expected
    rewarded = export(tenant, TRAINING_FORMAT_REWARD, filter=wanted)
    assert {content(r)[0][1] for e in rewarded for r in e.reward.responses} == expected


def test_a_time_range_selects_the_exported_feedback(tenant):
    rate(tenant, register(tenant, prompt="p", answer="a"), RATING_POSITIVE)
    now = datetime.now(UTC)
    for days, count in ((1, 1), (-1, 0)):
        wanted = export_pb2.ExportFilter()
        wanted.time_range.end.FromDatetime(now + timedelta(days=days))
        for format_ in (TRAINING_FORMAT_KTO, TRAINING_FORMAT_SFT, TRAINING_FORMAT_RAW):
            assert len(export(tenant, format_, filter=wanted)) == count


def in_small_chunks(client: Client, count: int) -> list[feedback_pb2.Feedback]:
    """Give feedback on exchanges with answers so long that a chunk has few of them."""
    long = "x" * 300_000
    return [
        rate(
            client,
            register(client, prompt=f"p{i}", answer=f"{i} {long}", user_id="owner"),
            RATING_POSITIVE,
            name="overall",
        )
        for i in range(count)
    ]


@pytest.mark.parametrize("format_", [TRAINING_FORMAT_KTO, TRAINING_FORMAT_SFT])
def test_an_export_reads_the_snapshot_of_its_start(tenant, format_):
    given = in_small_chunks(tenant, 24)
    request = export_pb2.ExportTrainingRequest(format=format_)
    stream = tenant.exports.ExportTraining(request)
    first = next(stream)
    # Flow control holds the stream back; changes from now on must not be exported.
    later = register(tenant, prompt="later", answer="later")
    rate(tenant, later, RATING_POSITIVE)
    tenant.feedback.DeleteFeedback(feedback_pb2.DeleteFeedbackRequest(id=given[-1].id))
    tenant.feedback.UpdateFeedback(
        feedback_pb2.UpdateFeedbackRequest(
            feedback=feedback_pb2.Feedback(id=given[-2].id, rating=RATING_NEGATIVE)
        )
    )
    resumed = export_pb2.ExportTrainingRequest(format=format_, resume_token=first.resume_token)
    rest = [e for chunk in tenant.exports.ExportTraining(resumed) for e in chunk.examples]
    stream.cancel()
    found = [*first.examples, *rest]
    assert len(found) == 24
    assert len({e.source_id for e in found}) == 24
    if format_ == TRAINING_FORMAT_KTO:
        assert [e.source_id for e in found] == [feedback.id for feedback in given]
        assert all(e.kto.label for e in found)


def test_an_export_leaves_out_what_was_overruled_when_it_began(tenant):
    given = in_small_chunks(tenant, 24)
    freed, taken = given[-1], given[-2]

    def overrule(feedback: feedback_pb2.Feedback) -> feedback_pb2.Feedback:
        return submit(
            tenant,
            target=feedback.target,
            text="no",
            external_user_id="reviewer",
            overrules=feedback.id,
        ).feedback

    before = overrule(freed)
    request = export_pb2.ExportTrainingRequest(format=TRAINING_FORMAT_KTO)
    stream = tenant.exports.ExportTraining(request)
    first = next(stream)
    tenant.feedback.DeleteFeedback(feedback_pb2.DeleteFeedbackRequest(id=before.id))
    overrule(taken)
    resumed = export_pb2.ExportTrainingRequest(
        format=TRAINING_FORMAT_KTO, resume_token=first.resume_token
    )
    rest = [e for chunk in tenant.exports.ExportTraining(resumed) for e in chunk.examples]
    stream.cancel()
    assert [e.source_id for e in (*first.examples, *rest)] == [f.id for f in given[:-1]]
    now = {e.source_id for e in export(tenant, TRAINING_FORMAT_KTO)}
    assert now == {f.id for f in given} - {taken.id}


def test_feedback_erased_during_an_export_is_left_out(tenant):
    in_small_chunks(tenant, 12)
    target = register(tenant, prompt="hers", answer="hers")
    rate(tenant, target, RATING_POSITIVE, external_user_id="vera")
    request = export_pb2.ExportTrainingRequest(format=TRAINING_FORMAT_KTO)
    stream = tenant.exports.ExportTraining(request)
    first = next(stream)
    stream.cancel()
    tenant.admin.EraseSubject(admin_pb2.EraseSubjectRequest(external_user_id="vera"))
    request.resume_token = first.resume_token
    rest = [e for chunk in tenant.exports.ExportTraining(request) for e in chunk.examples]
    assert len(first.examples) + len(rest) == 12


def everything(client: Client) -> None:
    """Give feedback and records from which every format makes several examples."""
    for i in range(4):
        good, bad = (
            register(client, prompt=f"p{i}", answer=f"{name}{i}" * 60_000) for name in "gb"
        )
        for _ in range(2):
            rate(client, good, RATING_POSITIVE, score=i / 10)
        rate(client, bad, RATING_NEGATIVE, correction=f"c{i}")
    dataset = ranking_dataset(client)
    for i in range(3):
        shown = {**SHOWN, "a": f"A{i}" * 100_000}
        client.datasets.CreateRecord(recording(dataset.id, shown, {"order": ["c", "b", "a"]}))
    client.datasets.CreateRecord(
        recording(ranking_dataset(client).id, SHOWN, {"order": ["c", "b", "a"]})
    )


@pytest.mark.parametrize(
    "format_",
    [
        TRAINING_FORMAT_KTO,
        TRAINING_FORMAT_DPO,
        TRAINING_FORMAT_SFT,
        TRAINING_FORMAT_REWARD,
        TRAINING_FORMAT_REWARD_PAIRS,
        TRAINING_FORMAT_RAW,
    ],
)
def test_an_export_resumes_after_any_chunk(tenant, format_):
    everything(tenant)
    request = export_pb2.ExportTrainingRequest(format=format_)
    chunks = list(tenant.exports.ExportTraining(request))
    whole = [json_format.MessageToDict(e) for chunk in chunks for e in chunk.examples]
    assert whole
    for i, chunk in enumerate(chunks):
        request.resume_token = chunk.resume_token
        rest = list(tenant.exports.ExportTraining(request))
        before = [e for one in chunks[: i + 1] for e in one.examples]
        after = [e for one in rest for e in one.examples]
        assert [json_format.MessageToDict(e) for e in (*before, *after)] == whole
        assert {c.snapshot_time.ToNanoseconds() for c in rest} == {
            chunk.snapshot_time.ToNanoseconds()
        }


def test_pairs_of_one_answer_resume_where_a_chunk_ended(tenant):
    """Also after many answers that do not match the filter."""
    for i in range(40):
        other = register(tenant, prompt="other", answer=str(i), topic="x" if i % 4 else "t")
        rate(tenant, other, RATING_NEGATIVE)
    bad = register(tenant, prompt="same", answer="bad", topic="t")
    rate(tenant, bad, RATING_NEGATIVE)
    for i in range(30):
        good = register(tenant, prompt="same", answer=f"{i:02}" * 60_000, topic="t")
        rate(tenant, good, RATING_POSITIVE)
    request = export_pb2.ExportTrainingRequest(
        format=TRAINING_FORMAT_DPO,
        preference_sources=[PREFERENCE_SOURCE_RATING],
        filter={"topics": ["t"]},
    )
    chunks = list(tenant.exports.ExportTraining(request))
    answers = [content(e.dpo.chosen)[0][1][:2] for chunk in chunks for e in chunk.examples]
    assert answers == [f"{i:02}" for i in range(30)]
    assert len(chunks) > 2
    done = 0
    for chunk in chunks:
        done += len(chunk.examples)
        request.resume_token = chunk.resume_token
        rest = [e for one in tenant.exports.ExportTraining(request) for e in one.examples]
        assert [content(e.dpo.chosen)[0][1][:2] for e in rest] == answers[done:]


def test_pairs_come_from_the_snapshot_of_the_start(tenant):
    in_small_chunks(tenant, 6)
    good, bad = (register(tenant, prompt="same", answer=answer) for answer in ("good", "bad"))
    liked = rate(tenant, good, RATING_POSITIVE)
    rate(tenant, bad, RATING_NEGATIVE)
    for i in range(6):  # chunks before the pair
        long = register(tenant, prompt=f"p{i}", answer="x" * 300_000)
        rate(tenant, long, RATING_NEGATIVE, correction="y" * 100_000)
    request = export_pb2.ExportTrainingRequest(format=TRAINING_FORMAT_DPO)
    stream = tenant.exports.ExportTraining(request)
    first = next(stream)
    stream.cancel()
    tenant.feedback.DeleteFeedback(feedback_pb2.DeleteFeedbackRequest(id=liked.id))
    later = register(tenant, prompt="same", answer="later")
    rate(tenant, later, RATING_POSITIVE)
    request.resume_token = first.resume_token
    rest = [e for chunk in tenant.exports.ExportTraining(request) for e in chunk.examples]
    pairs = [e for e in rest if content(e.dpo.rejected)[0][1] == "bad"]
    assert [content(e.dpo.chosen)[0][1] for e in pairs] == ["good"]


def test_very_many_deletions_do_not_change_a_running_export(tenant):
    ids = []
    for _ in range(2):
        batch = [
            feedback_pb2.Feedback(target=on_search(fresh("q")), text="x" * 20_000)
            for _ in range(150)
        ]
        answer = tenant.feedback.BatchSubmit(feedback_pb2.BatchSubmitRequest(items=batch))
        ids += [result.submitted.feedback.id for result in answer.results]
    request = export_pb2.ExportTrainingRequest(format=TRAINING_FORMAT_RAW)
    stream = tenant.exports.ExportTraining(request)
    first = next(stream)
    stream.cancel()
    for id_ in ids:
        tenant.feedback.DeleteFeedback(feedback_pb2.DeleteFeedbackRequest(id=id_))
    request.resume_token = first.resume_token
    rest = [e for chunk in tenant.exports.ExportTraining(request) for e in chunk.examples]
    found = [e.feedback for e in (*first.examples, *rest)]
    assert [feedback.id for feedback in found] == ids
    assert {(len(feedback.text), feedback.revision) for feedback in found} == {(20_000, 1)}


def test_chunks_fit_the_size_limit_of_clients(tenant):
    for i in range(3):
        exchange = register(tenant, prompt=f"{i}" * 900_000, answer="y" * 900_000)
        rate(tenant, exchange, RATING_POSITIVE)
    assert len(export(tenant, TRAINING_FORMAT_KTO)) == 3


def test_an_example_too_large_for_clients_is_left_out(tenant):
    exchanges = [
        register(tenant, prompt="p" * 1_000_000, answer="é" * 1_000_000 + str(i)) for i in range(2)
    ]
    rate(tenant, exchanges[0], RATING_POSITIVE)
    rate(tenant, exchanges[1], RATING_NEGATIVE)
    assert not export(tenant, TRAINING_FORMAT_DPO)
    assert len(export(tenant, TRAINING_FORMAT_KTO)) == 2


def test_a_token_resumes_its_own_export_only(tenant, refused):
    rate(tenant, register(tenant, prompt="p", answer="a"), RATING_POSITIVE)
    request = export_pb2.ExportTrainingRequest(format=TRAINING_FORMAT_KTO)
    (chunk,) = tenant.exports.ExportTraining(request)
    (end,) = tenant.exports.ExportTraining(
        export_pb2.ExportTrainingRequest(
            format=TRAINING_FORMAT_KTO, resume_token=chunk.resume_token
        )
    )
    assert (end.progress, len(end.examples)) == (1, 0)

    def begin(request: export_pb2.ExportTrainingRequest) -> Any:
        return list(tenant.exports.ExportTraining(request))

    others: list[dict[str, Any]] = [
        {"format": TRAINING_FORMAT_SFT},
        {"prompt_form": PROMPT_FORM_PLAIN},
        {"filter": {"names": ["tone"]}},
        {"resume_token": chunk.resume_token[:-4]},
        {"resume_token": "x"},
    ]
    for other in others:
        fields = {"format": TRAINING_FORMAT_KTO, "resume_token": chunk.resume_token, **other}
        request = export_pb2.ExportTrainingRequest(**fields)
        error = refused(begin, request, "INVALID_ARGUMENT", "INVALID_RESUME_TOKEN")
        assert "same export" in error.fields["resume_token"]


def test_an_export_can_be_resumed_for_seven_days(tenant, refused):
    """The test makes the tokens with the server's own function: it cannot wait seven days."""
    rate(tenant, register(tenant, prompt="p", answer="a"), RATING_POSITIVE)
    query = _query(contract.export_pb2.ExportTrainingRequest(format=TRAINING_FORMAT_KTO), tenant.id)
    now = time.time_ns() // 1000

    def resuming(age_in_days: float, sequence: int = 1) -> export_pb2.ExportTrainingRequest:
        snapshot = Snapshot(sequence, now - int(age_in_days * 24 * 3600 * 1_000_000))
        return export_pb2.ExportTrainingRequest(
            format=TRAINING_FORMAT_KTO, resume_token=_token(query, snapshot, Place())
        )

    def begin(request: export_pb2.ExportTrainingRequest) -> Any:
        return list(tenant.exports.ExportTraining(request))

    assert begin(resuming(6.9))[-1].progress == 1
    refused(begin, resuming(7.1), "OUT_OF_RANGE", "RESUME_TOKEN_EXPIRED")
    for forged in (resuming(-1), resuming(0, sequence=10**9)):
        refused(begin, forged, "INVALID_ARGUMENT", "INVALID_RESUME_TOKEN")


@pytest.mark.parametrize(
    ("request_fields", "field"),
    [
        ({}, "format"),
        ({"format": 9}, "format"),
        ({"format": TRAINING_FORMAT_KTO, "dataset_id": "ds_1"}, "dataset_id"),
        ({"format": TRAINING_FORMAT_SFT, "prompt_field": "x"}, "prompt_field"),
        ({"format": TRAINING_FORMAT_KTO, "preference_sources": [1]}, "preference_sources"),
        ({"format": TRAINING_FORMAT_DPO, "preference_sources": [0]}, "preference_sources[0]"),
        ({"format": TRAINING_FORMAT_RAW, "prompt_form": 7}, "prompt_form"),
    ],
)
def test_an_export_that_breaks_rules_is_refused_naming_each_field(
    tenant, refused, request_fields, field
):
    error = refused(
        lambda request: list(tenant.exports.ExportTraining(request)),
        export_pb2.ExportTrainingRequest(**request_fields),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert field in error.fields


def test_the_dataset_and_its_prompt_field_must_exist(tenant, refused):
    def begin(request: export_pb2.ExportTrainingRequest) -> Any:
        return list(tenant.exports.ExportTraining(request))

    request = export_pb2.ExportTrainingRequest(format=TRAINING_FORMAT_DPO, dataset_id="ds_none")
    refused(begin, request, "NOT_FOUND", "DATASET_NOT_FOUND")
    request.dataset_id = ranking_dataset(tenant).id
    request.prompt_field = "nothing"
    error = refused(begin, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert "prompt, a, b, c" in error.fields["prompt_field"]


def test_the_current_topic_of_an_exchange_decides_whether_it_is_exported(tenant):
    exchange = register(tenant, prompt="p", answer="a", topic="old")
    rate(tenant, exchange, RATING_POSITIVE)
    update(tenant, "topic", id=exchange.id, topic="new")
    assert not export(tenant, TRAINING_FORMAT_KTO, filter={"topics": ["old"]})
    assert export(tenant, TRAINING_FORMAT_KTO, filter={"topics": ["new"]})
