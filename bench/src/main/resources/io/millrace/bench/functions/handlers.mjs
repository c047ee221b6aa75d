// The handlers of Handlers.java for Node.
import { openSync, writeSync } from 'node:fs';

let file;

export const nothing = async () => {};

export const clock = async (event) => {
  const now = process.hrtime.bigint();
  file ??= openSync(`${process.env.LATENCIES}/${process.pid}`, 'a');
  for (const record of Object.values(event.records).flat()) {
    const [index, due] = Buffer.from(record.value, 'base64').toString().split(' ');
    writeSync(file, `${index} ${now - BigInt(due)}\n`);
  }
};
