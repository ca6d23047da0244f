import type { MyConversation } from '#contract/conversations.ts';
import type { ChatActions } from '#state/actions.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import type { Address } from '#ui/navigation/address.ts';
import type { useNavigation } from '#ui/navigation/navigation.tsx';
import type { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import type { PageKeyName } from '#ui/navigation/page-keys.ts';
import type { useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { words } from '#ui/words.ts';
import { focusNextRegion } from './regions.ts';

interface Surroundings {
  address: Address;
  list: ReturnType<typeof useConversationList>;
  openDialog: ReturnType<typeof useOpenDialog>;
  go: ReturnType<typeof useNavigation>['go'];
  markAllRead: ChatActions['markAllRead'];
  announce: (text: string) => void;
}

/** Does what a key is for that works anywhere on the page. */
export function actOn(name: PageKeyName, surroundings: Surroundings): void {
  const { address, list, openDialog, go, markAllRead, announce } = surroundings;
  const all = list.all.map(({ conversation }) => conversation);
  const openFrom = (order: readonly MyConversation[], step: 1 | -1) => {
    const next = nextOf(order, address.conversationId, step);
    if (next) go({ conversationId: next.id, message: null });
    return next !== undefined;
  };
  const openUnread = (step: 1 | -1) => {
    const here = address.conversationId;
    const order = all.filter((one) => one.id === here || attentionOf(one).isUnread);
    if (order.every(({ id }) => id === here) || !openFrom(order, step)) announce(words.shortcuts.noUnread);
  };
  const search = () => {
    if (address.view === 'search') document.querySelector<HTMLElement>('main input[type="search"]')?.focus();
    else go({ conversationId: null, message: null, view: 'search' });
  };
  const help = () => openDialog({ name: 'shortcuts' });
  const acts: Record<PageKeyName, () => void> = {
    switcher: () => openDialog({ name: 'switcher', ...focusedMessage(address.conversationId) }),
    jump: () =>
      address.conversationId && openDialog({ name: 'jump', conversationId: address.conversationId }),
    search,
    previous: () => openFrom(all, -1),
    next: () => openFrom(all, 1),
    previousUnread: () => openUnread(-1),
    nextUnread: () => openUnread(1),
    markAllRead,
    previousPart: () => focusNextRegion(-1),
    nextPart: () => focusNextRegion(1),
    help,
    question: help,
  };
  acts[name]();
}

/** From here to the next one, or the one before, and round again; from elsewhere to an end. */
function nextOf(order: readonly MyConversation[], here: string | null, step: 1 | -1) {
  const index = order.findIndex(({ id }) => id === here);
  return order[index + step] ?? (step > 0 ? order[0] : order.at(-1));
}

/** The message of the open conversation that has the focus. */
function focusedMessage(conversationId: string | null) {
  const row = document.activeElement?.closest<HTMLElement>('main [role="log"] [data-entry]');
  const clientId = row?.dataset.entry;
  return conversationId && clientId ? { message: { conversationId, clientId } } : {};
}
