import { type KeyboardEvent, useId, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions, useChat, useConversations, useMe } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { ConversationIcon, PersonIcon } from '#ui/parts/conversation-icon.tsx';
import { nameOf } from '#ui/parts/conversation-name.ts';
import { Dialog } from '#ui/parts/dialog.tsx';
import { Option } from '#ui/parts/option.tsx';
import { words } from '#ui/words.ts';
import { useUserSearch } from './use-user-search.ts';

interface Goal {
  key: string;
  name: string;
  conversation: MyConversation | null;
}

/** A field over the page: type a few letters, press Enter, be there. */
export function Switcher({ onClose }: { onClose: () => void }) {
  const id = useId();
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState(0);
  const goals = useGoals(query);
  const active = goals[Math.min(place, goals.length - 1)];
  const { createConversation } = useActions();
  const { go } = useNavigation();

  const follow = async (goal: Goal) => {
    onClose();
    const { id: conversationId } =
      goal.conversation ?? (await createConversation({ kind: 'direct', memberIds: [goal.key] }));
    go({ conversationId, message: null });
  };

  const press = (event: KeyboardEvent) => {
    const count = Math.max(1, goals.length);
    if (event.key === 'ArrowDown') setPlace((place + 1) % count);
    else if (event.key === 'ArrowUp') setPlace((place - 1 + count) % count);
    else if (event.key === 'Enter' && active && !event.nativeEvent.isComposing)
      void follow(active).catch(() => {});
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={words.switcher.title} bare onClose={onClose} wide>
      <input
        role="combobox"
        aria-label={words.switcher.label}
        aria-expanded="true"
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={active ? `${id}-${active.key}` : undefined}
        autoComplete="off"
        placeholder={words.switcher.placeholder}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setPlace(0);
        }}
        onKeyDown={press}
        className="h-13 shrink-0 border-b border-border bg-transparent px-5 text-[1rem] outline-none"
      />
      <div id={id} role="listbox" aria-label={words.switcher.title} className="h-80 overflow-y-auto p-2">
        {goals.map((goal) => (
          <GoalRow
            key={goal.key}
            id={`${id}-${goal.key}`}
            goal={goal}
            active={goal === active}
            onPress={() => void follow(goal).catch(() => {})}
          />
        ))}
        {goals.length === 0 && <p className="px-3 py-2 text-small text-muted">{words.switcher.nothing}</p>}
      </div>
    </Dialog>
  );
}

interface GoalRowProps {
  id: string;
  goal: Goal;
  active: boolean;
  onPress: () => void;
}

function GoalRow({ id, goal, active, onPress }: GoalRowProps) {
  const { conversation } = goal;
  return (
    <Option
      id={id}
      active={active}
      selected={active}
      onPress={onPress}
      className="min-h-9 px-3 pointer-coarse:min-h-11"
    >
      <span className="flex w-5 justify-center text-muted">
        {conversation ? <ConversationIcon conversation={conversation} /> : <PersonIcon id={goal.key} />}
      </span>
      <bdi
        className={`min-w-0 flex-1 truncate ${conversation && conversation.unread > 0 ? 'font-semibold' : ''}`}
      >
        {goal.name}
      </bdi>
      {!conversation && <span className="text-small text-muted">{words.switcher.person}</span>}
    </Option>
  );
}

/** My conversations, unread ones first, then people I have no conversation with yet. */
function useGoals(query: string): Goal[] {
  const me = useMe();
  const users = useChat((state) => state.users);
  const conversations = useConversations();
  const people = useUserSearch(query) ?? [];
  const wanted = query.trim().toLowerCase();
  const fits = (name: string) => name.toLowerCase().includes(wanted);
  const mine = conversations
    .map((conversation) => ({ key: conversation.id, name: nameOf(conversation, users, me.id), conversation }))
    .filter((goal) => fits(goal.name))
    .sort(
      (a, b) =>
        Number(b.conversation.unread > 0) - Number(a.conversation.unread > 0) || a.name.localeCompare(b.name),
    );
  const known = new Set(
    conversations.filter((item) => item.memberIds?.length === 2).flatMap((item) => item.memberIds ?? []),
  );
  const others = people
    .filter((user) => user.id !== me.id && !known.has(user.id) && fits(user.name))
    .map((user) => ({ key: user.id, name: user.name, conversation: null }));
  return [...mine, ...others].slice(0, 50);
}
