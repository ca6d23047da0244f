import { useChat } from '#state/hooks.ts';
import { loudAttention } from '#state/nouns/unread.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { nameOf } from '#ui/parts/conversation-name.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { words } from '#ui/words.ts';
import { views } from './views.ts';

/** `(3) general · Parley`: what asks for me anywhere, and where I am; `• ` for what is merely unread. React puts it into the head. */
export function PageTitle() {
  const { address } = useNavigation();
  const title = useChat((state) => {
    const conversation = address.conversationId ? state.conversations[address.conversationId] : undefined;
    const elsewhere = address.view ? views[address.view].title : state.workspace.name;
    const name = conversation ? nameOf(conversation, state.users, state.me.id) : elsewhere;
    const { forMe, isUnread } = loudAttention(state);
    return words.chatTitle(isolated(name), forMe, isUnread);
  });
  return <title>{title}</title>;
}
