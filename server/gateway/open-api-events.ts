import { limits } from '#contract/limits.ts';
import type { OpenApiDocument } from '#contract/open-api.ts';
import { failures } from './open-api-parts.ts';

const refused = Object.fromEntries(
  Object.keys(failures).map((code) => [code, { $ref: `#/components/responses/${code}` }]),
);

/** The stream of events, which is in no table, because it has no end: server/gateway/event-stream.ts. */
export const eventPaths: OpenApiDocument['paths'] = {
  '/events': {
    get: {
      operationId: 'eventStream',
      summary:
        'Whatever a socket hears, as Server-Sent Events. Messages carry an id; Last-Event-ID goes on there.',
      tags: ['event'],
      security: [{ session: [] }, { token: ['read'] }],
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          description: `The id that came last. New and changed messages after it are told first, up to ${limits.resumedChanges} in ${limits.resumedConversations} conversations; beyond that comes one event \`resync\`: ask for sync.`,
          schema: { type: 'string' },
        },
      ],
      responses: {
        200: {
          description: 'A stream without end. `event` is a name of an event, `data` is JSON.',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        ...refused,
      },
    },
  },
};
