const read = (record) => JSON.parse(Buffer.from(record.value, 'base64'));

const records = (event) => Object.values(event.records).flat();

/** A line for each strong earthquake; the mapping's filter lets no others through. */
export const strongQuakes = async (event) =>
  records(event).map((record) => {
    const { id, properties } = read(record);
    return { key: id, value: { id, magnitude: properties.mag, place: properties.place, time: properties.time } };
  });

/** Takes quarry blasts, and refuses explosions: the mapping tries again, and then gives them up. */
export const blasts = async (event) => ({
  batchItemFailures: records(event)
    .filter((record) => read(record).properties.type === 'explosion')
    .map(({ topic, partition, offset }) => ({ itemIdentifier: { partition: `${topic}-${partition}`, offset } })),
});
