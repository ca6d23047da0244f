import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openBridge } from '#bridge.ts';
import { sendsSettled } from '#domain/send-queue.ts';
import type { ChatServer } from '#gateway/chat-socket.ts';
import { createGateway } from '#gateway/gateway.ts';
import { startInsight } from '#gateway/insight.ts';
import { createPagesTransport } from '#gateway/pages.ts';
import { type Config, loadConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';
import { openFiles } from '#platform/files.ts';
import { listen } from '#platform/listen.ts';
import { openRateLimits } from '#platform/rate-limit.ts';
import { noteReach } from '#platform/reach.ts';
import { createTestDatabase } from '#platform/test-database.ts';

export interface TestServer {
  /** Where it listens, such as http://localhost:40123. */
  url: string;
  databaseUrl: string;
  io: ChatServer;
  /** Where uploads lie. */
  filesDir: string;
  /** What was logged as an error: what nobody foresaw. Empty it to expect one. */
  unforeseen: string[];
  /** Stops everything and removes the database; fails when something unforeseen was logged. */
  close(): Promise<void>;
}

/**
 * The real server in this process, as server.ts composes it, on a port of its own and an empty workspace. The transports
 * share module-level state, so a process has one at a time. `pages` stands where Next would.
 */
export async function startTestServer(
  env: Record<string, string> = {},
  pages: RequestListener = (_request, response) => response.writeHead(503).end(),
): Promise<TestServer> {
  const testDatabase = await createTestDatabase();
  const filesDir = await mkdtemp(join(tmpdir(), 'parley-files-'));
  const config: Config = loadConfig({
    PORT: '0',
    AUTH_SECRET: 'a secret for tests that nobody keeps',
    DATABASE_URL: testDatabase.url,
    LIMIT_FACTOR: '1000000',
    FILES_DIR: filesDir,
    ...env,
    NODE_ENV: 'test',
  });
  const unforeseen: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void unforeseen.push(line) });
  const database = openDatabase(testDatabase.url, config.databasePool, log);
  openRateLimits(config.limitFactor);
  noteReach(config);
  openFiles(config.filesDir, config.files);
  openBridge(createPagesTransport(config, log));
  const stopInsight = await startInsight(config, log);
  const gateway = createGateway(config, log, { handle: pages, upgrades: new EventEmitter() });
  const url = await listen(gateway.server, config);
  return {
    url,
    databaseUrl: testDatabase.url,
    filesDir,
    io: gateway.io,
    unforeseen,
    async close() {
      await gateway.close();
      await sendsSettled();
      await stopInsight();
      await database.close();
      await testDatabase.drop();
      await rm(filesDir, { recursive: true, force: true });
      if (unforeseen.length > 0) throw new Error(`Unforeseen errors were logged:\n${unforeseen.join('')}`);
    },
  };
}
