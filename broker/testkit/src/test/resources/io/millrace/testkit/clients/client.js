/*
 * A Kafka client for the tests: client.js BOOTSTRAP VERB TOPIC [NAME=VALUE...].
 *
 * produce    reads lines of key, tab, value and writes each as a record; with a transactional.id all in one transaction, which the end
 *            of the input commits and SIGTERM aborts
 * consume    prints partition, offset, key, value of every record there is
 * join       does so as a member of a group until SIGTERM
 * create, describe, alter, extend, delete    the topic; describe prints {"partitions": n, "config": {...}}
 *
 * Names are librdkafka's settings, turned into kafkajs's own here, or the topic's, and "partitions".
 */
const { CompressionTypes, ConfigResourceTypes, Kafka, logLevel } = require('kafkajs');

const LARGEST = 10 * 1024 * 1024;

const [bootstrap, verb, topic, ...pairs] = process.argv.slice(2);
const { partitions, ...options } = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.ERROR });

function show(partition, message) {
  console.log([partition, message.offset, message.key, message.value].join('\t'));
}

async function produce() {
  const transactionalId = options['transactional.id'];
  const idempotent = transactionalId !== undefined || options['enable.idempotence'] === 'true';
  const compression = CompressionTypes[(options['compression.codec'] || 'none').toUpperCase()];
  const producer = kafka.producer({ transactionalId, idempotent, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = transactionalId && (await producer.transaction());
  process.once('SIGTERM', async () => {
    await transaction.abort();
    process.exit();
  });
  let rest = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    const messages = lines.map((line) => line.split('\t')).map(([key, value]) => ({ key, value }));
    if (messages.length > 0) {
      await (transaction || producer).send({ topic, compression, messages });
    }
  }
  if (transaction) {
    await transaction.commit();
  }
  await producer.disconnect();
}

function consumer(groupId) {
  return kafka.consumer({
    groupId,
    readUncommitted: options['isolation.level'] === 'read_uncommitted',
    maxBytesPerPartition: LARGEST,
    maxWaitTimeInMs: 200,
    sessionTimeout: 10_000,
    heartbeatInterval: 500,
  });
}

// kafkajs reads in groups only. The ends of its batches tell where it is, as it does not show aborted records and markers.
async function consume() {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = (await admin.fetchTopicOffsets(topic)).filter(({ low, high }) => low !== high);
  const ends = new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
  await admin.disconnect();
  const reader = consumer(`reader-${process.pid}-${Date.now()}`);
  await reader.connect();
  await reader.subscribe({ topic, fromBeginning: true });
  await new Promise((resolve, reject) => {
    reader.on(reader.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
    reader.on(reader.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
      if (BigInt(lastOffset) + 1n >= ends.get(partition)) {
        ends.delete(partition);
      }
      if (ends.size === 0) {
        resolve();
      }
    });
    reader.run({ eachMessage: async ({ partition, message }) => show(partition, message) });
  });
  await reader.disconnect();
}

async function join() {
  const member = consumer(options['group.id']);
  await member.connect();
  await member.subscribe({ topic, fromBeginning: true });
  const stopped = new Promise((resolve, reject) => {
    process.once('SIGTERM', resolve);
    member.on(member.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
  });
  await member.run({ eachMessage: async ({ partition, message }) => show(partition, message) });
  await stopped;
  await member.disconnect();
}

async function administer() {
  const admin = kafka.admin();
  await admin.connect();
  const resource = { type: ConfigResourceTypes.TOPIC, name: topic };
  const entries = Object.entries(options).map(([name, value]) => ({ name, value }));
  switch (verb) {
    case 'create':
      await admin.createTopics({ topics: [{ topic, numPartitions: Number(partitions), configEntries: entries }] });
      break;
    case 'describe': {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
      const config = Object.fromEntries(resources[0].configEntries.map((entry) => [entry.configName, entry.configValue]));
      console.log(JSON.stringify({ partitions: topics[0].partitions.length, config }));
      break;
    }
    case 'alter':
      await admin.alterConfigs({ resources: [{ ...resource, configEntries: entries }] });
      break;
    case 'extend':
      await admin.createPartitions({ topicPartitions: [{ topic, count: Number(partitions) }] });
      break;
    case 'delete':
      await admin.deleteTopics({ topics: [topic] });
      break;
  }
  await admin.disconnect();
}

({ produce, consume, join }[verb] || administer)().catch((failure) => {
  console.error(failure);
  process.exitCode = 1;
});
