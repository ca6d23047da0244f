import { readTo, removeConversation, upsertConversation } from '#state/nouns/conversations.ts';
import { receive } from '#state/nouns/messages.ts';
import { withPresence } from '#state/nouns/presence.ts';
import { withSaved } from '#state/nouns/saved.ts';
import { laterSidebar } from '#state/nouns/sidebar.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { unchanged } from '#state/nouns/unchanged.ts';
import { updateUser } from '#state/nouns/users.ts';
import type { EventHandlers } from './connection.ts';
import type { createTyping } from './typing.ts';
import type { Users } from './users.ts';

interface Receivers {
  users: Pick<Users, 'want'>;
  typing: Pick<ReturnType<typeof createTyping>, 'received'>;
  missing: { want(conversationId: string): void };
  /** Some events may not have arrived. */
  onMissed(): void;
  /** The session is over. */
  onEnded(): void;
}

/** What each event of the server does to the state. `receivers` is asked when the first one comes. */
export function createEventHandlers(store: ChatStore, receivers: () => Receivers): EventHandlers {
  return {
    changes({ conversationId, items }) {
      store.setState((state) => receive(state, conversationId, items));
      receivers().users.want(items.map((message) => message.authorId));
      receivers().missing.want(conversationId);
    },
    conversation(conversation) {
      store.setState((state) => upsertConversation(state, conversation));
      if (store.getState().conversations[conversation.id])
        receivers().users.want(conversation.memberIds ?? []);
    },
    'conversation:left': ({ id }) => store.setState((state) => removeConversation(state, id)),
    saved: (change) => store.setState((state) => withSaved(state, change)),
    later: (summary) => store.setState(({ saved }) => ({ saved: { ...saved, ...summary } })),
    'poll:choice': ({ messageId, options }) =>
      store.setState(({ choices }) => ({ choices: { ...choices, [messageId]: options } })),
    read: (position) => store.setState((state) => readTo(state, position)),
    sidebar: (incoming) => store.setState((state) => ({ sidebar: laterSidebar(state.sidebar, incoming) })),
    typing(event) {
      receivers().typing.received(event);
      receivers().users.want([event.userId]);
    },
    presence: (presence) => store.setState((state) => withPresence(state, [presence])),
    user: (user) => store.setState((state) => updateUser(state, user)),
    workspace: (incoming) => store.setState((state) => ({ workspace: unchanged(state.workspace, incoming) })),
    reports: ({ open }) => store.setState({ reports: open }),
    resync: () => receivers().onMissed(),
    'session:ended'({ reason }) {
      store.setState({ endedBy: reason });
      receivers().onEnded();
    },
  };
}
