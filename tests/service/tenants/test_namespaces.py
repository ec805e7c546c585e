"""Namespaces: the tenants, and the walls between them."""

from __future__ import annotations

import pytest

from plaudit.v1 import admin_pb2, dataset_pb2, exchange_pb2, feedback_pb2, memory_pb2
from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from support.messages import (
    about,
    define,
    definition,
    exchange_by_id,
    fresh,
    get,
    memories,
    recording,
    register,
    submission,
    submit,
)


def creation(name: str, **namespace) -> admin_pb2.CreateNamespaceRequest:
    return admin_pb2.CreateNamespaceRequest(namespace=admin_pb2.Namespace(name=name, **namespace))


def by(client, **lookup) -> admin_pb2.Namespace:
    return client.admin.GetNamespace(admin_pb2.GetNamespaceRequest(**lookup)).namespace


def names(client, size: int = 1000) -> list[str]:
    """Read the names of all namespaces, page by page."""
    read, token = [], ""
    while True:
        answer = client.admin.ListNamespaces(
            admin_pb2.ListNamespacesRequest(page_size=size, page_token=token)
        )
        assert len(answer.namespaces) <= size
        read += [namespace.name for namespace in answer.namespaces]
        token = answer.next_page_token
        if not token:
            return read


SETTINGS = {
    "api_access_disabled": True,
    "early_feedback": True,
    "early_feedback_hours": 8760,
    "retention_days": 36_500,
}
"""Every setting, not as it is unless said."""


def change(*paths: str, **namespace) -> admin_pb2.UpdateNamespaceRequest:
    return admin_pb2.UpdateNamespaceRequest(
        namespace=admin_pb2.Namespace(**namespace), update_mask={"paths": paths}
    )


def update(client, *paths: str, **namespace) -> admin_pb2.Namespace:
    return client.admin.UpdateNamespace(change(*paths, **namespace)).namespace


def settings(namespace: admin_pb2.Namespace) -> dict[str, bool | int]:
    return {name: getattr(namespace, name) for name in SETTINGS}


@pytest.mark.parametrize("disabled", [False, True])
def test_a_namespace_comes_back_from_create_by_id_by_name_and_in_the_list(client, disabled):
    name = fresh("acme")
    created = client.admin.CreateNamespace(creation(name, api_access_disabled=disabled)).namespace
    assert created.id.startswith("ns_")
    assert created.name == name
    assert created.api_access_disabled == disabled
    assert created.create_time == created.update_time
    assert by(client, id=created.id) == created
    assert by(client, name=name) == created
    listed = client.admin.ListNamespaces(admin_pb2.ListNamespacesRequest(page_size=1000))
    assert created in listed.namespaces


def test_namespaces_are_listed_by_name_in_pages(client):
    for i in range(5):
        client.admin.CreateNamespace(creation(fresh(f"paged-{i}")))
    everything = names(client)
    assert len(everything) == len(set(everything))
    assert names(client, size=3) == everything
    paged = [name for name in everything if name.startswith("paged-")]
    assert paged == sorted(paged)


def test_what_is_output_only_is_ignored_on_input(client):
    created = client.admin.CreateNamespace(creation(fresh("acme"), id="ns_mine")).namespace
    assert created.id != "ns_mine"


def test_a_name_is_taken_once(client, refused):
    name = fresh("acme")
    created = client.admin.CreateNamespace(creation(name)).namespace
    said = refused(
        client.admin.CreateNamespace, creation(name), "ALREADY_EXISTS", "NAMESPACE_EXISTS"
    )
    assert said.details["ResourceInfo"].resource_type == "plaudit.v1.Namespace"
    assert said.details["ResourceInfo"].resource_name == created.id
    assert name in said.message
    assert {name, created.id} & set(said.ids.values())


@pytest.mark.parametrize(
    "name", ["", "Acme", "1acme", "-acme", "a cme", "acme_1", "acmé", "a" * 64, "acme\n", "a.b"]
)
def test_a_name_is_a_lower_case_letter_then_letters_digits_and_hyphens(client, refused, name):
    said = refused(
        client.admin.CreateNamespace, creation(name), "INVALID_ARGUMENT", "INVALID_FIELD"
    )
    assert set(said.fields) == {"namespace.name"}


def test_no_name_is_refused_in_the_words_for_any_wrong_name(client, refused):
    rules = {
        refused(
            client.admin.CreateNamespace, creation(name), "INVALID_ARGUMENT", "INVALID_FIELD"
        ).fields["namespace.name"]
        for name in ("", "Acme")
    }
    assert len(rules) == 1


def test_a_name_may_have_63_characters(client):
    name = fresh("x") + "-" + "y" * 63
    assert client.admin.CreateNamespace(creation(name[:63])).namespace.name == name[:63]


@pytest.mark.parametrize("lookup", [{"id": "ns_lost"}, {"name": "lost"}], ids=str)
def test_a_namespace_that_is_not_there_is_not_found(client, refused, lookup):
    said = refused(
        client.admin.GetNamespace,
        admin_pb2.GetNamespaceRequest(**lookup),
        "NOT_FOUND",
        "NAMESPACE_NOT_FOUND",
    )
    assert said.details["ResourceInfo"].resource_type == "plaudit.v1.Namespace"
    assert said.details["ResourceInfo"].resource_name in lookup.values()


def test_a_key_of_one_namespace_sees_its_own_alone(tenant, new_tenant, refused):
    other = new_tenant()
    own = tenant.client("admin")
    assert names(own) == [tenant.name]
    assert by(own, id=tenant.id).name == tenant.name
    assert by(own, name=tenant.name).id == tenant.id
    for lookup in ({"id": other.id}, {"name": other.name}, {"id": "ns_lost"}, {"name": "lost"}):
        said = refused(
            own.admin.GetNamespace,
            admin_pb2.GetNamespaceRequest(**lookup),
            "PERMISSION_DENIED",
            "NAMESPACE_FORBIDDEN",
        )
        assert said.ids["namespace_id"] == tenant.id


def test_a_key_of_one_namespace_opens_none(tenant, refused):
    refused(
        tenant.client("admin").admin.CreateNamespace,
        creation(fresh("acme")),
        "PERMISSION_DENIED",
        "NAMESPACE_FORBIDDEN",
    )


def test_what_one_namespace_has_another_does_not_find(tenant, new_tenant, refused):
    exchange = register(tenant, request_id="r1")
    feedback = submit(tenant, target=about(exchange), rating=RATING_POSITIVE).feedback
    dataset = define(tenant)
    record = tenant.datasets.CreateRecord(recording(dataset.id, {"shown": "x"})).record
    key = tenant.new_key("feedback.write").api_key

    other = new_tenant()
    reader = other.client(
        "feedback.write",
        "feedback.read",
        "exchanges.write",
        "memories.read",
        "datasets.write",
        "datasets.annotate",
        "admin",
    )
    message = exchange_pb2.GetExchangeRequest()
    message.message.session_id, message.message.message_id = exchange.session_id, "msg"
    for call, request, reason in (
        (
            reader.feedback.GetFeedback,
            feedback_pb2.GetFeedbackRequest(id=feedback.id),
            "FEEDBACK_NOT_FOUND",
        ),
        (
            reader.exchanges.GetExchange,
            exchange_pb2.GetExchangeRequest(id=exchange.id),
            "EXCHANGE_NOT_FOUND",
        ),
        (reader.exchanges.GetExchange, message, "EXCHANGE_NOT_FOUND"),
        (
            reader.exchanges.UpdateExchange,
            exchange_pb2.UpdateExchangeRequest(
                exchange=exchange_pb2.Exchange(id=exchange.id, answer="mine now")
            ),
            "EXCHANGE_NOT_FOUND",
        ),
        (
            reader.feedback.SubmitFeedback,
            submission(target=about(exchange), rating=RATING_POSITIVE),
            "EXCHANGE_NOT_FOUND",
        ),
        (
            reader.datasets.GetDataset,
            dataset_pb2.GetDatasetRequest(id=dataset.id),
            "DATASET_NOT_FOUND",
        ),
        (
            reader.datasets.GetDataset,
            dataset_pb2.GetDatasetRequest(name=dataset.name),
            "DATASET_NOT_FOUND",
        ),
        (
            reader.datasets.CreateRecord,
            recording(dataset.id, {"shown": "x"}),
            "DATASET_NOT_FOUND",
        ),
        (
            reader.datasets.GetRecord,
            dataset_pb2.GetRecordRequest(id=record.id),
            "RECORD_NOT_FOUND",
        ),
        (
            reader.admin.RevokeApiKey,
            admin_pb2.RevokeApiKeyRequest(id=key.id),
            "API_KEY_NOT_FOUND",
        ),
    ):
        refused(call, request, "NOT_FOUND", reason)
    assert memories(reader) == []
    assert len(memories(tenant)) == 1
    assert exchange_by_id(tenant, exchange.id) == exchange


def test_two_namespaces_may_use_the_same_names(tenant, new_tenant):
    other = new_tenant()
    for home in (tenant, other):
        exchange = register(home, session_id="s", message_id="m", request_id="r")
        answer = submit(
            home, target=about(exchange), rating=RATING_POSITIVE, external_user_id="ada"
        )
        assert (answer.replayed, answer.feedback.revision) == (False, 1)
        home.datasets.CreateDataset(definition(name="answers"))
        assert [memory.positive_count for memory in memories(home)] == [1]


def test_a_key_that_spans_namespaces_chooses_one_by_id_or_by_name(tenant, new_tenant):
    other = new_tenant()
    key = tenant.new_key("feedback.write", "feedback.read", all_namespaces=True)
    at_home = tenant.server.client(key.secret)
    stored = submit(at_home, text="at home").feedback
    assert get(tenant, stored.id) == stored
    for chosen in (other.id, other.name):
        away = tenant.server.client(key.secret, x_namespace=chosen)
        stored = submit(away, text="away").feedback
        assert get(other, stored.id) == stored


def test_a_key_of_one_namespace_may_name_its_own(tenant):
    key = tenant.new_key("feedback.write")
    for name in (tenant.id, tenant.name):
        client = tenant.server.client(key.secret, x_namespace=name)
        assert submit(client, rating=RATING_POSITIVE).feedback.revision == 1


def test_a_key_of_one_namespace_opens_no_other(tenant, new_tenant, refused):
    key = tenant.new_key("feedback.write", "admin")
    other = new_tenant()
    for name in (other.id, other.name, "ns_lost", "lost", "Not A Name"):
        client = tenant.server.client(key.secret, x_namespace=name)
        said = refused(
            client.feedback.SubmitFeedback,
            submission(rating=RATING_POSITIVE),
            "PERMISSION_DENIED",
            "NAMESPACE_FORBIDDEN",
        )
        assert said.ids["key_id"] == key.api_key.id


@pytest.mark.parametrize("name", ["ns_lost", "lost", "Not A Name"])
def test_a_namespace_that_is_not_there_cannot_be_chosen(server, refused, name):
    said = refused(
        server.client(x_namespace=name).memories.ListMemories,
        memory_pb2.ListMemoriesRequest(),
        "NOT_FOUND",
        "NAMESPACE_NOT_FOUND",
    )
    assert said.details["ResourceInfo"].resource_name == name


def test_a_namespace_without_api_access_takes_no_calls_but_those_of_admin(new_tenant, refused):
    tenant = new_tenant(api_access_disabled=True)
    own = tenant.client("feedback.write", "feedback.read", "memories.read", "admin")
    for client in (own, tenant):
        for call, request in (
            (client.feedback.SubmitFeedback, submission(rating=RATING_POSITIVE)),
            (client.feedback.GetFeedback, feedback_pb2.GetFeedbackRequest(id="fb_1")),
            (client.memories.ListMemories, memory_pb2.ListMemoriesRequest()),
        ):
            said = refused(call, request, "PERMISSION_DENIED", "API_ACCESS_DISABLED")
            assert said.ids["namespace_id"] == tenant.id
        assert by(client, id=tenant.id).api_access_disabled


def test_settings_come_back_from_create_and_are_off_unless_said(client):
    plain = client.admin.CreateNamespace(creation(fresh("acme"))).namespace
    assert settings(plain) == dict.fromkeys(SETTINGS, 0)
    full = client.admin.CreateNamespace(creation(fresh("acme"), **SETTINGS)).namespace
    assert settings(full) == SETTINGS
    assert by(client, id=full.id) == full


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_that_the_mask_names_changes_alone_also_back_to_nothing(tenant, setting):
    before = by(tenant, id=tenant.id)
    changed = update(tenant, setting, **SETTINGS)
    assert settings(changed) == {**dict.fromkeys(SETTINGS, 0), setting: SETTINGS[setting]}
    assert changed.update_time.ToNanoseconds() > before.update_time.ToNanoseconds()
    assert (changed.id, changed.name, changed.create_time) == (
        before.id,
        before.name,
        before.create_time,
    )
    assert by(tenant, id=tenant.id) == changed
    assert settings(update(tenant, setting)) == dict.fromkeys(SETTINGS, 0)


@pytest.mark.parametrize("setting", SETTINGS)
def test_without_a_mask_the_settings_that_are_set_change(tenant, setting):
    others = [name for name in SETTINGS if name != setting]
    update(tenant, *others, **SETTINGS)
    assert settings(update(tenant, **{setting: SETTINGS[setting]})) == SETTINGS


def test_an_update_that_names_no_setting_is_refused(tenant, refused):
    """False and 0 are not set without a mask: whoever sends them shall not think it was done."""
    said = refused(
        tenant.admin.UpdateNamespace,
        change(early_feedback=False, retention_days=0),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"update_mask"}


def test_a_star_changes_every_setting(tenant):
    assert settings(update(tenant, "*", **SETTINGS)) == SETTINGS
    changed = update(tenant, "*", retention_days=7)
    assert settings(changed) == {**dict.fromkeys(SETTINGS, 0), "retention_days": 7}


def test_an_update_that_changes_nothing_is_no_change(tenant):
    changed = update(tenant, "retention_days", retention_days=7)
    assert update(tenant, "retention_days", retention_days=7) == changed


def test_an_update_that_is_meant_for_another_namespace_changes_none(tenant, new_tenant, refused):
    other = new_tenant()
    for wrong in ({"id": other.id}, {"name": other.name}):
        said = refused(
            tenant.admin.UpdateNamespace,
            change(**wrong, retention_days=7),
            "INVALID_ARGUMENT",
            "INVALID_FIELD",
        )
        assert set(said.fields) == {f"namespace.{name}" for name in wrong}
    own = update(tenant, id=tenant.id, name=tenant.name, retention_days=7)
    assert own.retention_days == 7
    assert by(other, id=other.id).retention_days == 0


@pytest.mark.parametrize("path", ["id", "name", "create_time", "retention", "", "*.id"])
def test_a_mask_names_only_what_can_change(tenant, refused, path):
    said = refused(
        tenant.admin.UpdateNamespace,
        change("retention_days", path, name="acme", retention_days=7),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"update_mask"}
    assert f"must not name {path}:" in said.fields["update_mask"]
    for name in SETTINGS:
        assert name in said.fields["update_mask"]


@pytest.mark.parametrize(
    ("namespace", "field"),
    [
        ({"early_feedback_hours": -1}, "early_feedback_hours"),
        ({"early_feedback_hours": 8761}, "early_feedback_hours"),
        ({"retention_days": -1}, "retention_days"),
        ({"retention_days": 36_501}, "retention_days"),
    ],
    ids=str,
)
def test_a_setting_out_of_bounds_is_refused(tenant, client, refused, namespace, field):
    for call, request in (
        (tenant.admin.UpdateNamespace, change(**namespace)),
        (client.admin.CreateNamespace, creation(fresh("acme"), **namespace)),
    ):
        said = refused(call, request, "INVALID_ARGUMENT", "INVALID_FIELD")
        assert set(said.fields) == {f"namespace.{field}"}


def test_a_key_of_one_namespace_changes_all_its_settings_but_its_api_access(tenant, refused):
    own = tenant.client("admin")
    mine = {name: value for name, value in SETTINGS.items() if name != "api_access_disabled"}
    assert settings(update(own, **mine)) == {**SETTINGS, "api_access_disabled": False}
    for request in (
        change("api_access_disabled"),
        change("*", **mine),
        change(api_access_disabled=True, retention_days=1),
    ):
        refused(own.admin.UpdateNamespace, request, "PERMISSION_DENIED", "NAMESPACE_FORBIDDEN")


def test_an_update_takes_the_scope_admin(tenant, refused):
    refused(
        tenant.client("feedback.write", "export.read").admin.UpdateNamespace,
        change(retention_days=1),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )


def test_api_access_ends_and_comes_back_with_the_answer(tenant, refused):
    """Also for keys that the server has just let through."""
    writer = tenant.client("feedback.write")
    for _ in range(2):
        assert submit(writer, rating=RATING_POSITIVE).feedback.id
        assert update(tenant, api_access_disabled=True).api_access_disabled
        refused(
            writer.feedback.SubmitFeedback,
            submission(rating=RATING_POSITIVE),
            "PERMISSION_DENIED",
            "API_ACCESS_DISABLED",
        )
        assert not update(tenant, "api_access_disabled").api_access_disabled
