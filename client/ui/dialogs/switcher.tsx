import { useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { User } from '#contract/users.ts';
import { useActions, useChat, useConversations, useMe } from '#state/hooks.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Listbox, useCombobox } from '#ui/parts/combobox.tsx';
import { ConversationIcon, UserIcon } from '#ui/parts/conversation-icon.tsx';
import { nameOf } from '#ui/parts/conversation-name.ts';
import { Dialog } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { BesideHandle, ConversationHandle, Handle } from '#ui/parts/handle.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { fits, useUserSearch } from '#ui/parts/use-user-search.ts';
import { words } from '#ui/words.ts';

/** Where one can go: a conversation, or a user with whom there is none yet. */
type Goal = { key: string; conversation: MyConversation; name: string } | { key: string; user: User };

/** A field over the page: type a few letters, press Enter, be there. */
export function Switcher({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('');
  const { createConversation } = useActions();
  const { go } = useNavigation();

  const { message, submit } = useSubmit([]);

  const follow = (goal: Goal) =>
    submit(async (signal) => {
      const { id } =
        'conversation' in goal
          ? goal.conversation
          : await createConversation({ kind: 'direct', memberIds: [goal.user.id] }, { signal });
      onClose();
      go({ conversationId: id, message: null });
    });

  const combobox = useCombobox({
    items: useGoals(query),
    keyOf: (goal) => goal.key,
    query,
    onQuery: setQuery,
    onChoose: (goal) => void follow(goal),
  });

  return (
    <Dialog title={words.switcher.title} bare onClose={onClose} wide>
      <input
        {...combobox.field}
        aria-label={words.switcher.label}
        placeholder={words.switcher.placeholder}
        className="h-13 shrink-0 border-b border-border bg-transparent px-5 text-[1rem] outline-none"
      />
      <FormError message={message} />
      <Listbox
        combobox={combobox}
        label={words.switcher.title}
        empty={words.switcher.nothing}
        className="h-80 p-2"
        optionClassName="min-h-9 px-3 pointer-coarse:min-h-11"
      >
        {(goal) => <GoalRow goal={goal} />}
      </Listbox>
    </Dialog>
  );
}

function GoalRow({ goal }: { goal: Goal }) {
  if ('user' in goal) {
    return (
      <>
        <span className="flex w-5 justify-center text-muted">
          <UserIcon id={goal.user.id} name={goal.user.name} />
        </span>
        <span className="min-w-0 flex-1">
          <BesideHandle name={<bdi>{goal.user.name}</bdi>}>
            <Handle user={goal.user} />
          </BesideHandle>
        </span>
        <span className="text-small text-muted">{words.switcher.person}</span>
      </>
    );
  }
  return (
    <>
      <span className="flex w-5 justify-center text-muted">
        <ConversationIcon conversation={goal.conversation} />
      </span>
      <span className={`min-w-0 flex-1 ${attentionOf(goal.conversation).isUnread ? 'font-semibold' : ''}`}>
        <BesideHandle name={<bdi>{goal.name}</bdi>}>
          <ConversationHandle conversation={goal.conversation} />
        </BesideHandle>
      </span>
    </>
  );
}

/** My conversations, unread ones first, then users with whom I have none yet. */
function useGoals(query: string): Goal[] {
  const me = useMe();
  const users = useChat((state) => state.users);
  const conversations = useConversations();
  const found = useUserSearch(query) ?? [];
  const wanted = query.trim().toLowerCase();
  const mine = conversations
    .map((conversation) => ({ key: conversation.id, name: nameOf(conversation, users, me.id), conversation }))
    .filter((goal) => goal.name.toLowerCase().includes(wanted))
    .sort(
      (a, b) =>
        Number(attentionOf(b.conversation).isUnread) - Number(attentionOf(a.conversation).isUnread) ||
        a.name.localeCompare(b.name),
    );
  const known = new Set<string>([
    me.id,
    ...conversations.filter((item) => item.memberIds?.length === 2).flatMap((item) => item.memberIds ?? []),
  ]);
  const others = found
    .filter((user) => !known.has(user.id) && fits(user, query))
    .map((user) => ({ key: user.id, user }));
  return [...mine, ...others].slice(0, 50);
}
