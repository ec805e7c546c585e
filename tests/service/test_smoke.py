from plaudit.v1 import feedback_pb2, target_pb2, exchange_pb2, memory_pb2
def test_submit(server, client):
    client.exchanges.CreateExchange(exchange_pb2.CreateExchangeRequest(exchange=exchange_pb2.Exchange(session_id="s",message_id="m",prompt="p",answer="a")))
    f=feedback_pb2.Feedback(target=target_pb2.Target(message=target_pb2.MessageTarget(session_id="s",message_id="m")),rating=1,text="héllo")
    r=client.feedback.SubmitFeedback(feedback_pb2.SubmitFeedbackRequest(feedback=f))
    assert r.stored and not r.replayed
    r2=client.feedback.SubmitFeedback(feedback_pb2.SubmitFeedbackRequest(feedback=f))
    assert r2.replayed
    f.rating=2
    r3=client.feedback.SubmitFeedback(feedback_pb2.SubmitFeedbackRequest(feedback=f))
    assert r3.feedback.revision==2
    g=client.feedback.GetFeedback(feedback_pb2.GetFeedbackRequest(id=r.feedback.id))
    assert g.feedback==r3.feedback
    print(client.memories.ListMemories(memory_pb2.ListMemoriesRequest()))
