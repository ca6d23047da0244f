import { hash } from 'node:crypto';
import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Actor } from './actor.ts';
import { type AnswerText, toText } from './answer-text.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { toMyConversation } from './my-conversation.ts';

/** A conversation as one of its members has it, as JSON, and what is to be known of it beside. */
export interface JoinedText {
  id: ConversationId;
  json: Buffer;
  isThread: boolean;
  /** Of a direct conversation. */
  memberIds: UserId[];
}

/** All that somebody has joined, as a snapshot tells it. */
export interface JoinedList {
  texts: JoinedText[];
  ids: JoinedIds;
  /** What `writeJoined` makes of these; null: it is not there. */
  written: AnswerText | null;
}

/** Of all that somebody has joined, and of their threads with something unread. */
export interface JoinedIds {
  parents: ConversationId[];
  threads: ConversationId[];
  /** Of the parents. */
  digest: string;
}

/** A row of `selectJoined` as an answer tells it. */
export function toJoinedText(row: ConversationRow, actor: Actor): JoinedText {
  const conversation = toMyConversation(row, actor);
  return {
    id: row.id,
    json: Buffer.from(JSON.stringify(conversation)),
    isThread: row.parent_id !== null,
    memberIds: conversation.memberIds ?? [],
  };
}

export function joinedIds(parents: ConversationId[], threads: ConversationId[]): JoinedIds {
  return { parents, threads, digest: hash('sha1', parents.join(), 'base64url') };
}

/** The first field of a snapshot that `writeJoined` writes. */
const BEGINNING = '"conversations":[';
const BETWEEN = Buffer.from(',');

/** The fields of a snapshot that tell of conversations; of what was joined nothing where the client `knows` it. */
export function writeJoined(
  texts: JoinedText[],
  { parents, threads }: JoinedIds,
  knows: boolean,
): Buffer<ArrayBuffer> {
  const ids = `],"conversationIds":${JSON.stringify(knows ? null : parents)},"threadIds":${JSON.stringify(threads)}`;
  const list = texts.flatMap(({ json }, index) => (index === 0 ? [json] : [BETWEEN, json]));
  return Buffer.concat([Buffer.from(BEGINNING), ...list, Buffer.from(ids)]);
}

/** All of somebody's, written out; each conversation is a part of that text, so that it is in memory once. */
export function joinedListOf(read: JoinedText[]): JoinedList & { written: AnswerText } {
  const of = (isThread: boolean) => read.flatMap((text) => (text.isThread === isThread ? [text.id] : []));
  const ids = joinedIds(of(false), of(true));
  const body = writeJoined(read, ids, false);
  let from = BEGINNING.length;
  const texts = read.map((text) => {
    const json = body.subarray(from, from + text.json.length);
    from += json.length + BETWEEN.length;
    return { ...text, json };
  });
  return { texts, ids, written: toText(body) };
}
