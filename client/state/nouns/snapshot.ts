import type { MyConversation } from '#contract/conversations.ts';
import type { HistoryPage } from '#contract/messages.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import { isRewound, mergeConversations, toldRead, withThreads } from './conversations.ts';
import { newLine } from './opening.ts';
import { laterSidebar, noSidebar } from './sidebar.ts';
import { type ChatState, noParts, withoutParts } from './state.ts';
import { newTimeline, openPage, type Timeline } from './timeline.ts';
import { unchanged } from './unchanged.ts';
import { addUsers } from './users.ts';

/** The conversation that the server drew. Its page must have been read after the snapshot. */
export interface Opened {
  conversationId: string;
  page: HistoryPage;
}

export function initialState(snapshot: SyncSnapshot, opened?: Opened): ChatState {
  const conversations = Object.fromEntries(snapshot.conversations.map((item) => [item.id, item]));
  const conversation = opened && conversations[opened.conversationId];
  return {
    ...noParts(),
    me: snapshot.me,
    workspace: snapshot.workspace,
    sidebar: snapshot.sidebar ?? noSidebar,
    arranged: null,
    users: Object.fromEntries(snapshot.users.map((item) => [item.id, item])),
    conversations,
    timelines: conversation ? { [conversation.id]: openedTimeline(conversation, opened.page) } : {},
    presence: {},
    connection: 'connecting',
    endedBy: null,
    allRead: null,
    restorable: {},
    choices: {},
    saved: { ...snapshot.saved, marks: {} },
    undone: null,
    cursor: snapshot.cursor,
    life: snapshot.life ?? null,
    joinedIds: snapshot.conversationIds ?? [],
    usersCursor: snapshot.cursor,
  };
}

/**
 * An answer of `sync`: everything, or what changed since a cursor. What did not change keeps its identity.
 * When the server turns out to have gone back to a backup, what changed is not enough: the cursor is gone
 * then, and everything has to be asked for.
 * @param asked the state when it was asked for
 */
export function mergeSync(
  state: ChatState,
  answer: SyncSnapshot,
  asked: Pick<ChatState, 'conversations' | 'cursor' | 'joinedIds' | 'life' | 'sidebar'>,
): ChatState {
  const life = answer.life ?? asked.life;
  if (isAnotherLife(asked.life, life)) return { ...begunAnew(state, answer), life };
  // "The same as at the cursor" is not what I had when I asked: what I joined since may be lost again unheard.
  const joinedIds = answer.conversationIds ?? asked.joinedIds;
  const present = new Set<string>(joinedIds);
  const gone = Object.values(asked.conversations).filter(
    ({ id, joined, kind }) => kind !== 'thread' && joined && !present.has(id),
  );
  const start = withoutParts(
    {
      ...addUsers(state, answer.users),
      me: unchanged(state.me, answer.me),
      workspace: unchanged(state.workspace, answer.workspace),
      sidebar: laterSidebar(state.sidebar, answer.sidebar, asked.sidebar),
      saved: unchanged(state.saved, { ...answer.saved, marks: state.saved.marks }),
    },
    withThreads(
      state,
      gone.map(({ id }) => id),
    ),
    'leaving',
  );
  const hasRewound = answer.conversations.some((item) => isRewound(item, asked.conversations));
  return {
    ...mergeConversations(withThreadsRead(start, answer, asked), answer.conversations, asked.conversations),
    cursor: hasRewound && asked.cursor !== null ? null : answer.cursor,
    life,
    joinedIds,
  };
}

/** Whether what is known of the one is worth nothing in the other. Not for certain, while a server does not say. */
export function isAnotherLife(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}

/**
 * A backup was restored, perhaps long ago: numbers that I know belong to other messages by now; or I am a guest, or none
 * any more, and see other people. Of conversations only what I wrote and did not send is left; everything has to be
 * asked for.
 */
function begunAnew(state: ChatState, answer: SyncSnapshot): ChatState {
  const forgotten = withoutParts(state, Object.keys(state.conversations), 'leaving');
  return {
    ...forgotten,
    users: {},
    quotes: {},
    roots: {},
    sidebar: answer.sidebar ?? noSidebar,
    saved: { ...answer.saved, marks: {} },
    cursor: null,
    usersCursor: null,
    joinedIds: [],
  };
}

/** What the answer does not speak of has been read elsewhere, up to what was known when it was asked for. */
function withThreadsRead(
  state: ChatState,
  { threadIds, conversations }: SyncSnapshot,
  asked: Pick<ChatState, 'conversations'>,
): ChatState {
  // Where it says itself how far I have read, nothing is concluded: what was unread may have been deleted.
  const told = new Set<string>([...threadIds, ...conversations.map(({ id }) => id)]);
  return Object.values(asked.conversations)
    .filter((item) => item.kind === 'thread' && item.unread > 0 && !told.has(item.id))
    .reduce((next, { id, lastSeq, version }) => toldRead(next, id, lastSeq, version), state);
}

function openedTimeline(conversation: MyConversation, page: HistoryPage): Timeline {
  // The newest page proves by itself how far it reaches: trust nothing beyond that.
  const proven = Math.max(0, ...page.items.map((message) => message.version));
  const version = page.hasAfter ? conversation.version : Math.min(conversation.version, proven);
  const waiting = newTimeline({
    version,
    lastSeq: conversation.lastSeq,
    firstSeq: conversation.firstSeq,
    newLineSeq: newLine(conversation),
  });
  return openPage(waiting, page, version);
}
