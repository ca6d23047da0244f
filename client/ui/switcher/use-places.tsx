import type { ReactNode } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { User } from '#contract/users.ts';
import { useActions, useChat, useMe } from '#state/hooks.ts';
import { useConversations } from '#state/later-hooks.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import { looksAfter } from '#state/nouns/users.ts';
import { useFoundChannels } from '#ui/completion/use-found-channels.ts';
import { dialogWords } from '#ui/dialog-words.ts';
import type { ViewName } from '#ui/navigation/address.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { ConversationIcon, UserIcon } from '#ui/parts/conversation-icon.tsx';
import { nameOf, othersIn } from '#ui/parts/conversation-name.ts';
import { BesideHandle, ConversationHandle, Handle } from '#ui/parts/handle.tsx';
import type { Icon } from '#ui/parts/icons.ts';
import { useUserSearch } from '#ui/parts/use-user-search.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { words } from '#ui/words.ts';
import type { Asked, Goal } from './goals.ts';
import { switcherWords } from './switcher-words.ts';

export type ViewTitles = Readonly<Record<ViewName, { title: string; icon: Icon }>>;

/** Where one can go: conversations, users with whom there is none yet, and views. */
export function usePlaces(asked: Asked, views: ViewTitles): Goal[] {
  const conversations = useConversationGoals(asked);
  const users = useUserGoals(asked);
  const { address, go } = useNavigation();
  const me = useMe();
  const known = (Object.entries(views) as [ViewName, ViewTitles[ViewName]][]).filter(
    ([view]) => view !== 'workspace' || looksAfter(me),
  );
  const viewGoals = known.map(
    ([view, { title, icon: Icon }]): Goal => ({
      key: `view:${view}`,
      section: 'views',
      names: [title],
      isHere: address.view === view,
      draw: () => <Line picture={<Icon size={16} aria-hidden />}>{title}</Line>,
      run: () => () => go({ conversationId: null, message: null, view }),
    }),
  );
  if (asked.kinds === 'actions') return [];
  if (asked.kinds === 'channels') return conversations.filter(({ section }) => section !== 'people');
  if (asked.kinds === 'people')
    return [...conversations.filter(({ section }) => section === 'people'), ...users];
  return [...conversations, ...users, ...viewGoals];
}

function useConversationGoals({ kinds, text }: Asked): Goal[] {
  const me = useMe();
  const users = useChat((state) => state.users);
  const known = useConversations();
  const found = useFoundChannels(kinds === 'all' || kinds === 'channels' ? text : '');
  const { address, go } = useNavigation();
  const all = new Map([...found, ...known].map((conversation) => [conversation.id, conversation]));
  return [...all.values()].map((conversation): Goal => {
    const name = nameOf(conversation, users, me.id);
    const others = othersIn(conversation, me.id).flatMap((id) => users[id] ?? []);
    return {
      key: `c:${conversation.id}`,
      section: conversation.kind === 'direct' ? 'people' : 'conversations',
      names: [name, ...others.flatMap((user) => [user.name, user.handle])],
      isUnread: attentionOf(conversation).isUnread,
      isHere: address.conversationId === conversation.id,
      draw: () => <ConversationLine conversation={conversation} name={name} />,
      run: () => () => go({ conversationId: conversation.id, message: null }),
    };
  });
}

/** Users with whom there is no conversation of two yet. */
function useUserGoals({ kinds, text }: Asked): Goal[] {
  const me = useMe();
  const conversations = useConversations();
  const found = useUserSearch(kinds === 'all' || kinds === 'people' ? text : '') ?? [];
  const { createConversation } = useActions();
  const { go } = useNavigation();
  const known = new Set(
    conversations.filter(({ memberIds }) => memberIds?.length === 2).flatMap((item) => item.memberIds ?? []),
  );
  return found
    .filter(({ id }) => id !== me.id && !known.has(id))
    .map((user) => ({
      key: `u:${user.id}`,
      section: 'people',
      names: [user.name, user.handle],
      draw: () => <UserLine user={user} />,
      async run(signal) {
        const { id } = await createConversation({ kind: 'direct', memberIds: [user.id] }, { signal });
        return () => go({ conversationId: id, message: null });
      },
    }));
}

interface LineProps {
  picture: ReactNode;
  isStrong?: boolean;
  /** Said at its end. */
  note?: string | null;
  children: ReactNode;
}

/** What an option holds. */
export function Line({ picture, isStrong = false, note = null, children }: LineProps) {
  return (
    <>
      <span className="flex w-5 shrink-0 justify-center text-muted">{picture}</span>
      <span className={`min-w-0 flex-1 truncate ${isStrong ? 'font-semibold' : ''}`}>{children}</span>
      {note && <span className="shrink-0 text-small text-muted">{note}</span>}
    </>
  );
}

function ConversationLine({ conversation, name }: { conversation: MyConversation; name: string }) {
  const { joined, archivedAt } = conversation;
  const { unread, isUnread } = attentionOf(conversation);
  const kind = archivedAt ? dialogWords.channel.archived : joined ? null : switcherWords.public;
  const note = isUnread ? switcherWords.unread(words.few(unread)) : kind;
  return (
    <Line picture={<ConversationIcon conversation={conversation} />} isStrong={isUnread} note={note}>
      <BesideHandle name={<bdi>{name}</bdi>}>
        <ConversationHandle conversation={conversation} />
      </BesideHandle>
    </Line>
  );
}

function UserLine({ user }: { user: User }) {
  return (
    <Line picture={<UserIcon id={user.id} user={user} />}>
      <BesideHandle name={<UserName user={user} />}>
        <Handle user={user} />
      </BesideHandle>
    </Line>
  );
}
