import { z } from 'zod';
import { limits } from './limits.ts';
import { quietHours } from './quiet-hours.ts';

// An alert is what a device shows of one conversation, or of what is due of what was saved, while nobody looks at it.

/** Hours after which what was missed is told by mail; 0: never. */
export const digestHours = z.union([z.literal(0), z.literal(1), z.literal(4), z.literal(24)], {
  error: 'This must be 0, 1, 4 or 24',
});
export type DigestHours = z.infer<typeof digestHours>;

/** How one wants to be told. */
export const alertSettings = z.strictObject({
  /** Null: there are none. */
  quietHours: quietHours.nullable(),
  digestHours,
  /** Whether this server sends mail. */
  mail: z.boolean(),
  /** What a browser needs to subscribe (RFC 8292, 3.2): the public key of this server, in base64url. */
  pushKey: z.string(),
  /** Whether the device that asks is subscribed. */
  subscribed: z.boolean(),
});
export type AlertSettings = z.infer<typeof alertSettings>;

/** What of it changes. */
export const alertChange = z
  .strictObject({ quietHours: quietHours.nullable().optional(), digestHours: digestHours.optional() })
  .refine((change) => change.quietHours !== undefined || change.digestHours !== undefined, {
    message: 'Give something that is to change',
    path: ['quietHours'],
  });
export type AlertChange = z.infer<typeof alertChange>;

/** So many bytes in base64url, without padding. */
const bytes = (count: number) =>
  z
    .string('This must be text')
    .regex(
      new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((count * 4) / 3)}}$`),
      `This must be ${count} bytes in base64url`,
    );

/** Where a browser is pushed to, and how for its eyes only (RFC 8291). */
export const pushSubscription = z.strictObject({
  endpoint: z
    .url({ protocol: /^https?$/, error: 'This must be the address of a push service' })
    .max(limits.pushEndpoint, 'This address is too long'),
  p256dh: bytes(65),
  auth: bytes(16),
});
export type PushSubscription = z.infer<typeof pushSubscription>;

/** What came of a push that was sent for a test. */
export const pushTest = z.strictObject({
  /**
   * `taken`: the push service took it; `absent`: this device is not subscribed; `gone`: the push service knows the
   * subscription no more, and it is removed; `refused`: it answered something else; `unreached`: it did not answer.
   */
  outcome: z.enum(['taken', 'absent', 'gone', 'refused', 'unreached']),
  /** The status that the push service answered; null: none. */
  status: z.number().int().nullable(),
  /** Why it was not reached, in a word. */
  reason: z.string().nullable(),
});
export type PushTest = z.infer<typeof pushTest>;

/** What a service worker is pushed, as JSON: `public/service-worker.js` reads it. */
export type PushPayload =
  | {
      kind: 'show';
      /** Of alerts with the same one, the last is shown. */
      tag: string;
      title: string;
      body: string;
      /** Where it leads. */
      path: string;
      /** ISO 8601: when what it tells of was. */
      at: string;
      /** How much asks for its reader, as the app's badge says it. */
      badge: number;
    }
  | { kind: 'close'; tag: string; badge: number }
  | { kind: 'test'; title: string; body: string };

/** The tag of what is due of what was saved; all others are ids of conversations. */
export const savedTag = '00000000-0000-0000-0000-000000000000';

const none = z.strictObject({});

/** Rows of the one table, contract/operations.ts. */
export const alertOperations = {
  'alert:settings': {
    method: 'GET',
    path: '/users/me/alerts',
    input: none,
    output: alertSettings,
    rate: 'read',
  },
  'alert:set': {
    method: 'PATCH',
    path: '/users/me/alerts',
    input: alertChange,
    output: alertSettings,
    rate: 'write',
  },
  /** The device that asks is pushed to from now on; what it had before is forgotten. */
  'push:subscribe': {
    method: 'PUT',
    path: '/users/me/push',
    input: pushSubscription,
    output: z.null(),
    rate: 'write',
  },
  'push:unsubscribe': {
    method: 'DELETE',
    path: '/users/me/push',
    input: none,
    output: z.null(),
    rate: 'write',
  },
  /** Pushes something to the device that asks, and answers what came of it. */
  'push:test': { method: 'POST', path: '/users/me/push/test', input: none, output: pushTest, rate: 'write' },
  /** Whether the device that asks shows the chat to somebody: it needs no push then. Said again while it does. */
  'push:present': {
    method: 'PUT',
    path: '/users/me/push/presence',
    input: z.strictObject({ present: z.boolean('This must be true or false') }),
    output: z.null(),
    rate: 'write',
  },
  /** No more digests for whoever the token of a mail's link was made for. */
  'digest:stop': {
    method: 'POST',
    path: '/digests/stop',
    input: z.strictObject({
      token: z.string('This must be text').max(limits.linkToken, 'This is no link of ours'),
    }),
    output: z.null(),
    rate: 'write',
    open: true,
  },
} as const;
