import { parseArgs } from 'node:util';
import { startFakeAws } from '../test/fake-aws/server.ts';
import { introduction } from './fake-aws/introduction.ts';
import { requestLine } from './fake-aws/request-line.ts';

const USAGE = `npm run fake-aws -- [--port N] [--node ID] [--region NAME] [--state FILE]
  --port N       where it listens on 127.0.0.1 (4579); 0 for any free port
  --node ID      the node that it knows (i-0synthetic0000001)
  --region NAME  (eu-west-1)
  --state FILE   keep what is stored in a file`;

/** The same every time, so that a terminal's exports stay good when the service is started again. */
const PERSON = { accessKeyId: 'AKIAFAKEFAKEFAKEFAKE', secretAccessKey: 'no-secret-at-all' };

/** Runs the test service by hand until it is told to end. */
async function main(): Promise<void> {
  const options = readOptions();
  if (options === null) return;
  const { port, node, region, state } = options;
  const fake = await startFakeAws({
    node: { id: node, region },
    person: PERSON,
    port,
    ...(state === undefined ? {} : { state }),
    onRequest: (request) => console.log(requestLine(request)),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log(
        `\n${fake.requests.length} requests; ${state ? `what is stored is in ${state}` : 'nothing is kept'}`,
      );
      void fake.close();
    });
  }
  console.log(introduction(fake));
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4579' },
      node: { type: 'string', default: 'i-0synthetic0000001' },
      region: { type: 'string', default: 'eu-west-1' },
      state: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (values.help) {
    console.log(USAGE);
    return null;
  }
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`--port ${values.port} is no port`);
  return { port, node: values.node, region: values.region, state: values.state };
}

main().catch((error: NodeJS.ErrnoException) => {
  const taken = error.code === 'EADDRINUSE' ? 'the port is taken; choose another with --port' : error.message;
  console.error(`fake-aws: ${taken}\n${USAGE}`);
  process.exitCode = 1;
});
