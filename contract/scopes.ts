import { z } from 'zod';

/** What a token allows; beyond it nothing, whatever its user may do. Which call needs which: operation-notes.ts. */
export const scope = z.enum([
  /** See what its user sees, by asking and live. */
  'read',
  /** Write, change and delete messages, and react to them. */
  'send',
  /** Create and arrange: channels, members, pins, the user's own profile and settings. */
  'write',
  /** Look after the workspace, as far as the user's role goes. */
  'admin',
]);
export type Scope = z.infer<typeof scope>;
