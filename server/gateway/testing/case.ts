import type { RefusalCode } from '#contract/refusals.ts';
import { NOBODY, type World } from './world.ts';

export type Who = 'ada' | 'ben' | 'cy';
export type Input = (world: World) => Record<string, unknown>;

/** Whom to refuse, or what. */
type Refused = [title: string, as: Who, input: Input, code: RefusalCode, field?: string];

/** An operation's own cases: good ones, of which the first is the pattern that the bad ones are made from. */
export interface Cases {
  as: Who;
  good: [Input, ...Input[]];
  /** Statuses of the good ones, where they are not the operation's own. */
  statuses?: number[];
  /** What even the good ones are refused with by a server that sends no mail. */
  withoutMail?: RefusalCode;
  /** The field, or several, for which null says something of its own. */
  mayBeNull?: string | readonly string[];
  /** An id by which nothing is found changes nothing: it is taken away already. */
  mayBeAbsent?: string;
  /** Beyond the refusals that are made from the schema. */
  refused?: Refused[];
}

/** Text of one character more than `most`. */
export const long = (most: number) => 'x'.repeat(most + 1);
export const inSecret: Input = ({ secret }) => ({ conversationId: secret.id });
/** Somebody who is not in a private conversation is told that there is none. */
export const hidden = (more: Input = () => ({})): Refused => [
  "another's private conversation",
  'cy',
  (world) => ({ ...more(world), conversationId: world.secret.id }),
  'not_found',
];

/** A list's cursor after a name, as the server writes it. */
export function cursorOf(name: string): string {
  return Buffer.from(JSON.stringify([name, NOBODY])).toString('base64url');
}
