import type { Message } from '#contract/messages.ts';
import { mergeConversations, upsertConversation } from '#state/nouns/conversations.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { rootOf, threadOf, withRoot } from '#state/nouns/threads.ts';
import type { Call, CallOptions } from './connection.ts';
import type { createHistory } from './history.ts';
import type { Users } from './users.ts';

/** Threads as they are opened beside a conversation, followed and listed. In all else they are conversations. */
export function createThreads(
  store: ChatStore,
  call: Call,
  history: Pick<ReturnType<typeof createHistory>, 'open' | 'closeBeside' | 'refreshBeside'>,
  users: Pick<Users, 'want'>,
) {
  /** The latest opening: an earlier one that ends later changes nothing. */
  let latest = Symbol('none');

  async function findRoot(parentId: string, rootSeq: number, threadId?: string): Promise<Message> {
    const known = rootOf(store.getState(), parentId, rootSeq, threadId);
    if (known) return known;
    const { items } = await call('message:list', { conversationId: parentId, around: rootSeq, limit: 1 });
    const root = items.find((item) => item.seq === rootSeq);
    if (!root) throw new Error('There is no such message');
    users.want([root.authorId]);
    return root;
  }

  async function threadIdOf(root: Message): Promise<string> {
    const known = threadOf(store.getState().conversations, root.conversationId, root.seq);
    if (known) return known.id;
    if (root.thread) return root.thread.id;
    const made = await call('message:thread', { id: root.id });
    store.setState((state) => upsertConversation(state, made));
    return made.id;
  }

  return {
    /**
     * Shows the thread of a message beside its conversation, and makes it where there is none; gives its id. Rejects
     * where it cannot be had.
     */
    async open(parentId: string, rootSeq: number, reply: number | null): Promise<string> {
      const own = Symbol('opening');
      latest = own;
      const known = threadOf(store.getState().conversations, parentId, rootSeq);
      const root = await findRoot(parentId, rootSeq, known?.id);
      const threadId = await threadIdOf(root);
      store.setState((state) => withRoot(state, threadId, root));
      if (latest === own) await history.open(threadId, reply === null ? undefined : { seq: reply }, 'beside');
      return threadId;
    },
    close() {
      latest = Symbol('closed');
      history.closeBeside();
    },
    refresh: history.refreshBeside,
    async follow(conversationId: string, follows: boolean, options?: CallOptions) {
      const userId = store.getState().me.id;
      await call(follows ? 'member:add' : 'member:remove', { conversationId, userId }, options);
      const conversation = await call('conversation:get', { conversationId }, options);
      store.setState((state) => upsertConversation(state, conversation));
    },
    /** Loads a page of the threads that I follow; gives the cursor of the next, null after the last. */
    async list(cursor: string | null): Promise<string | null> {
      const asked = store.getState().conversations;
      const { items, nextCursor } = await call(
        'thread:list',
        cursor === null ? { limit: 30 } : { cursor, limit: 30 },
      );
      store.setState((state) => {
        const threads = items.map(({ conversation }) => conversation);
        const merged = mergeConversations(state, threads, asked);
        return items.reduce((next, { conversation, root }) => withRoot(next, conversation.id, root), merged);
      });
      users.want(items.flatMap(({ root }) => [root.authorId, ...(root.thread?.lastAuthorIds ?? [])]));
      return nextCursor;
    },
  };
}
