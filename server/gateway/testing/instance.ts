import { EventEmitter } from 'node:events';
import { openBridge } from '#bridge.ts';
import { sendsSettled } from '#domain/send-queue.ts';
import { endSession } from '#domain/sessions.ts';
import { createGateway } from '#gateway/gateway.ts';
import { createPagesTransport } from '#gateway/pages.ts';
import { sessionTokens } from '#gateway/session.ts';
import { loadConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';
import { openFiles } from '#platform/files.ts';
import { joinInstances } from '#platform/instances.ts';
import { listen } from '#platform/listen.ts';
import { createLog } from '#platform/log.ts';
import { openRateLimits } from '#platform/rate-limit.ts';

// One instance as server.ts composes it, in a process of its own: it prints where it listens. It runs no jobs and puts
// nothing off on a busy machine; instead of pages there is one way to sign out, whatever page is asked for. `instances.ts`
// starts it.

const config = loadConfig();
const log = createLog(config);
const database = openDatabase(config.databaseUrl ?? '', config.databasePool, log);
openRateLimits(config.limitFactor);
openFiles(config.filesDir, config.files);
const leave = await joinInstances(config, log);
openBridge(createPagesTransport(config, log));
const gateway = createGateway(config, log, {
  handle: (request, response) =>
    void Promise.all(sessionTokens(request.headers.cookie).map(endSession)).then(() =>
      response.writeHead(204).end(),
    ),
  upgrades: new EventEmitter(),
});
process.stdout.write(`${await listen(gateway.server, config)}\n`);
process.once('SIGTERM', async () => {
  await gateway.close();
  await sendsSettled();
  await leave();
  await database.close();
  process.exit(0);
});
