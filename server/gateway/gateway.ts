import type { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Refusal } from '#contract/errors.ts';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import { inRequest } from '#platform/request-id.ts';
import { openSecrets } from '#platform/secrets.ts';
import { openSignOn } from '#platform/sign-on-provider.ts';
import { problemAnswer } from './api.ts';
import { watchBodies } from './arrival.ts';
import type { ChatServer } from './chat-socket.ts';
import { closeTransports } from './closing.ts';
import { toRefusal } from './dispatch.ts';
import { pathOf, refuseRequest } from './guard.ts';
import { createHttpTransport } from './http.ts';
import { answerParserErrors } from './parser-errors.ts';
import { answerRaw } from './raw-answer.ts';
import { givenRequestId } from './request-ids.ts';
import { watchSessions } from './session-watch.ts';
import { createSocketTransport, isSocketPath } from './socket.ts';

/** Next, as the gateway sees it. */
export interface Pages {
  handle: RequestListener;
  /** Where Next listens for upgrades: those of its development server are emitted here. */
  upgrades: EventEmitter;
}

export interface Gateway {
  server: Server;
  io: ChatServer;
  /** See `closeTransports`. */
  close(): Promise<void>;
}

/**
 * Milliseconds. Headers that do not arrive are answered 408 and cut, and so is a connection that never says anything; of
 * bodies `watchBodies` sees to that. An idle connection outlives those that proxies keep (nginx: 60 s), because a
 * proxy that sends a request on a connection which is being closed answers 502. Connections whose other side is gone
 * without a word are found by TCP's own probes. No number of requests ends a connection: Node would answer 503 to those
 * that are on their way.
 */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 0,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 75_000,
  keepAlive: true,
  keepAliveInitialDelay: 30_000,
};

/** All of one port: the API, the sockets and the pages, behind one guard. Not listening yet. */
export function createGateway(config: Config, log: Log, pages: Pages): Gateway {
  if (config.trustProxy.words)
    log.info(`X-Forwarded-For, -Proto, -Host and X-Request-Id are believed from ${config.trustProxy.words}`);
  openSecrets(config.authSecret);
  openSignOn(config.signOn, log);
  const sockets = createSocketTransport(config, log);
  const isNextUpgrade = (request: IncomingMessage) =>
    config.development && pathOf(request).startsWith('/_next/');
  const server = createServer(
    {
      // Node's own answer to its absence has no body; the guard's has.
      requireHostHeader: false,
      ...timeouts,
      // Any other upgrade is ignored, as RFC 9110, 7.8 lets a server do, and answered as the request it is.
      shouldUpgradeCallback: (request) => isSocketPath(pathOf(request)) || isNextUpgrade(request),
    },
    createHttpTransport(config, log, {
      pages: pages.handle,
      polling: sockets.polling,
      events: sockets.events,
    }),
  );
  answerParserErrors(server);
  watchBodies(server);
  server.once('close', watchSessions(sockets.io, log));

  server.on('upgrade', (request, connection: Duplex, head) => {
    // Without a listener the error of a connection that breaks would end the process.
    connection.on('error', () => connection.destroy());
    if (isNextUpgrade(request)) {
      pages.upgrades.emit('upgrade', request, connection, head);
      return;
    }
    inRequest(givenRequestId(request, config), () => {
      const refusal = refuseRequest(request, config);
      const upgrading = refusal ? Promise.reject(refusal) : sockets.upgrade(request, connection, head);
      upgrading.catch((error: unknown) =>
        answerRaw(connection, problemAnswer(toRefusal(error, log, 'upgrade'))),
      );
    });
  });
  // RFC 9110, 10.1.1: a server may pass over an expectation that it does not know; Node's own answer has no body.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', (_request, connection: Duplex) =>
    answerRaw(connection, problemAnswer(new Refusal('invalid', 'This is no proxy.'))),
  );
  return { server, io: sockets.io, close: closeTransports(server, sockets.io, config.drainSeconds) };
}
