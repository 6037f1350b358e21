"""SQS: two queues, one the dead-letter queue of the other, and messages."""

from transcript import resource, show, value

sqs = resource("sqs")
dead = sqs.create_queue(QueueName="dead", Attributes={"DelaySeconds": "5"})
show("create_queue", dead)
policy = '{"deadLetterTargetArn": "%s", "maxReceiveCount": "3"}' % dead.attributes["QueueArn"]
live = sqs.create_queue(QueueName="live", Attributes={"RedrivePolicy": policy})
show("get_queue_by_name", sqs.get_queue_by_name(QueueName="live"))
value("send_message", live.send_message(MessageBody="hello"))
entries = [{"Id": str(n), "MessageBody": f"message {n}"} for n in range(3)]
value("send_messages", live.send_messages(Entries=entries))
live.load()
show("load", live)
value("attribute", live.attributes["ApproximateNumberOfMessages"])
live.set_attributes(Attributes={"VisibilityTimeout": "7"})
show("cleared by an action", live)
value("loaded again", live.attributes["VisibilityTimeout"])
messages = live.receive_messages(MaxNumberOfMessages=10)
show("receive_messages", *messages)
value("bodies", [message.body for message in messages])
messages[0].change_visibility(VisibilityTimeout=0)
show("message's queue", messages[0].Queue())
messages[1].delete()
handles = [{"Id": str(n), "ReceiptHandle": messages[n].receipt_handle} for n in (2, 3)]
value("delete_messages", live.delete_messages(Entries=handles))
show("by identifiers", sqs.Message(live.url, "handle"), live.Message("handle"))
show("dead_letter_source_queues", *dead.dead_letter_source_queues.all())
show("queues", *sqs.queues.all())
show("queues, filtered", *sqs.queues.filter(QueueNamePrefix="de"))
live.purge()
value("purged", live.attributes["ApproximateNumberOfMessages"])
live.delete()
show("after delete", *sqs.queues.all())
