import type { Message } from '#contract/messages.ts';
import { dayStart } from '#contract/search-days.ts';
import type { ChatActions } from '#state/actions.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { fullDay } from '#ui/parts/dates.ts';
import { jumpWords } from './jump-words.ts';

/** Where a day begins in a conversation. */
export interface FoundDay {
  /** Its first message, or the first after it; the newest where there is none; null where there are no messages. */
  seq: number | null;
  /** What has to be said, where it is not the day that was asked for. */
  note: string | null;
}

export type FindDay = (input: {
  actions: Pick<ChatActions, 'call' | 'peek'>;
  state: () => ChatState;
  id: string;
  /** `2026-03-01` */
  at: string;
  timeZone: string;
}) => Promise<FoundDay>;

/** So many messages of a conversation that this browser keeps are looked through: more than it keeps. */
const keptMost = 10_000;

/** Asks the server for the first message of a day; without a connection, looks among those that are here. */
export const findDay: FindDay = async ({ actions, state, id, at, timeZone }) => {
  const time = dayStart(at, timeZone);
  const isLate = ({ createdAt }: Message) => Date.parse(createdAt) >= time;
  const asked = new Date(time).toISOString();
  const isNothing = jumpWords.nothingSince(fullDay(asked, timeZone));
  if (state().connection === 'offline') {
    const loaded = state().timelines[id]?.messages ?? [];
    const kept = loaded.length > 0 ? loaded : await actions.peek(id, 0, keptMost);
    const [first] = kept;
    if (!first) return { seq: null, note: jumpWords.keptNothing };
    const found = kept.find(isLate);
    if (!found) return { seq: kept.at(-1)?.seq ?? null, note: isNothing };
    const reaches = found !== first || first.seq === state().conversations[id]?.firstSeq;
    const from = fullDay(first.createdAt, timeZone);
    return { seq: found.seq, note: reaches ? null : jumpWords.keptFrom(from) };
  }
  const input = { conversationId: id, at: asked, limit: 1 };
  const [found] = (await actions.call('message:list', input)).items;
  if (!found) return { seq: null, note: null };
  return { seq: found.seq, note: isLate(found) ? null : isNothing };
};
