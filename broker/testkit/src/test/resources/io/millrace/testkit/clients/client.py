"""A Kafka client for the tests: client.py BOOTSTRAP VERB TOPIC [NAME=VALUE...]; client.js tells what the verbs do.

Names are librdkafka's own settings or the topic's, and "partitions".
"""

import json
import signal
import sys

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic

LARGEST = 10 * 1024 * 1024
SECONDS = 60

bootstrap, verb, topic = sys.argv[1:4]
options = dict(argument.split("=", 1) for argument in sys.argv[4:])
partitions = int(options.pop("partitions", 0))


class Terminated(Exception):
    pass


def terminated(*_):
    raise Terminated


def show(message):
    key, value = message.key().decode(), message.value().decode()
    print(message.partition(), message.offset(), key, value, sep="\t", flush=True)


def produce():
    failures = []
    transactional = "transactional.id" in options
    producer = Producer({"bootstrap.servers": bootstrap, "message.max.bytes": LARGEST, **options})
    if transactional:
        producer.init_transactions(SECONDS)
        producer.begin_transaction()
    try:
        for line in sys.stdin:
            key, value = line.rstrip("\n").split("\t")
            producer.produce(topic, value, key, on_delivery=lambda error, _: error and failures.append(error))
            producer.poll(0)
    except Terminated:
        producer.abort_transaction(SECONDS)
        return
    left = producer.flush(SECONDS)
    if left or failures:
        sys.exit(f"{left} records not sent, {failures}")
    if transactional:
        producer.commit_transaction(SECONDS)


def consumer(group, **settings):
    return Consumer({
        "bootstrap.servers": bootstrap, "group.id": group, "auto.offset.reset": "earliest",
        "fetch.message.max.bytes": LARGEST, **settings, **options})


def consume():
    reader = consumer("unused", **{"enable.partition.eof": True, "enable.auto.commit": False})
    known = reader.list_topics(topic, SECONDS).topics[topic].partitions
    reader.assign([TopicPartition(topic, partition, 0) for partition in known])
    ended = set()
    while len(ended) < len(known):
        message = reader.poll(1)
        if message is None:
            continue
        if not message.error():
            show(message)
        elif message.error().code() == KafkaError._PARTITION_EOF:
            ended.add(message.partition())
        else:
            raise KafkaException(message.error())
    reader.close()


def join():
    member = consumer(options.pop("group.id"))
    member.subscribe([topic])
    try:
        while True:
            message = member.poll(0.2)
            if message is not None:
                if message.error():
                    raise KafkaException(message.error())
                show(message)
    except Terminated:
        member.close()


def done(futures):
    return [future.result(SECONDS) for future in futures.values()]


def administer():
    admin = AdminClient({"bootstrap.servers": bootstrap})
    if verb == "create":
        done(admin.create_topics([NewTopic(topic, partitions, 1, config=options)]))
    elif verb == "describe":
        [config] = done(admin.describe_configs([ConfigResource("topic", topic)]))
        print(json.dumps({
            "partitions": len(admin.list_topics(topic, SECONDS).topics[topic].partitions),
            "config": {name: entry.value for name, entry in config.items()}}))
    elif verb == "alter":
        done(admin.alter_configs([ConfigResource("topic", topic, set_config=options)]))
    elif verb == "extend":
        done(admin.create_partitions([NewPartitions(topic, partitions)]))
    elif verb == "delete":
        done(admin.delete_topics([topic]))


signal.signal(signal.SIGTERM, terminated)
{"produce": produce, "consume": consume, "join": join}.get(verb, administer)()
