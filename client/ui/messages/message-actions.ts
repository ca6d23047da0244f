import { ClipboardCopy, Flag, Forward, History, Link2, MailOpen, Trash2, UserRound } from 'lucide-react';
import { editOf } from '#state/nouns/edits.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { addressOfMessage } from '#ui/navigation/message-address.ts';
import { copyText } from '#ui/parts/clipboard.ts';
import type { Icon } from '#ui/parts/icons.ts';
import { Bookmark, MessageSquareReply, Pencil, Pin, SmilePlus, Users } from '#ui/parts/icons.ts';
import { showToast } from '#ui/parts/toast.ts';
import { words } from '#ui/words.ts';
import type { ActionKey } from './action-keys.ts';
import { isSent } from './entry.ts';
import type { MessageContext, SentContext } from './message-context.ts';
import { messageWords } from './message-words.ts';
import { openReactionPicker } from './react.ts';
import { reactionWords } from './reaction-words.ts';
import { reportWord } from './report-word.ts';
import { threadWords } from './thread-words.ts';

/** What stands together in a menu, in this order, with a line between. */
export const actionGroups = ['answer', 'keep', 'copy', 'look', 'change'] as const;

/** Something that one can do with a message. */
export interface MessageAction {
  name: string;
  word: string;
  icon: Icon;
  /** The key, as `KeyboardEvent` names it, while a message has the focus; null without one. */
  keys: ActionKey | null;
  group: (typeof actionGroups)[number];
  /** Among the few that float over the message; all are in its menu. */
  inBar?: true;
  /** It takes something away. */
  danger?: true;
  isOffered(context: MessageContext): boolean;
  run(context: MessageContext): void;
}

/** An action on what the server has and nobody deleted: most are. */
export function onSent(rules: {
  isOffered(context: SentContext): boolean;
  run(context: SentContext): void;
}): Pick<MessageAction, 'isOffered' | 'run'> {
  const sent = ({ entry, ...rest }: MessageContext): SentContext | null =>
    isSent(entry) && !entry.deletedAt ? { ...rest, message: entry } : null;
  return {
    isOffered(context) {
      const own = sent(context);
      return own !== null && rules.isOffered(own);
    },
    run(context) {
      const own = sent(context);
      if (own) rules.run(own);
    },
  };
}

/**
 * Everything that one can do with a message, once. The bar over it, its menu, the sheet after a long press, the keys
 * and the list of keys come from here: a new action is a row.
 */
export const messageActions: readonly MessageAction[] = [
  {
    name: 'react',
    word: words.emoji.addReaction,
    icon: SmilePlus,
    keys: 'r',
    group: 'answer',
    inBar: true,
    ...onSent({
      isOffered: ({ conversation }) => conversation.may.includes('react'),
      run: ({ message, ...means }) => openReactionPicker(message, means),
    }),
  },
  {
    name: 'replyInThread',
    word: threadWords.reply,
    icon: MessageSquareReply,
    keys: 't',
    group: 'answer',
    inBar: true,
    ...onSent({
      isOffered: ({ message, conversation }) =>
        conversation.kind !== 'thread' && (conversation.may.includes('send') || message.thread !== null),
      run: ({ message: { conversationId, seq }, go }) =>
        go({ conversationId, message: null, panel: { kind: 'thread', rootSeq: seq, reply: null } }),
    }),
  },
  {
    name: 'forward',
    word: messageWords.forward,
    icon: Forward,
    keys: 'f',
    group: 'answer',
    ...onSent({
      isOffered: () => true,
      run: ({ message: { conversationId, seq }, openDialog }) =>
        openDialog({ name: 'forward', conversationId, seq }),
    }),
  },
  ...([true, false] as const).map(
    (given): MessageAction => ({
      name: given ? 'pin' : 'unpin',
      word: given ? messageWords.pin : messageWords.unpin,
      icon: Pin,
      keys: 'p',
      group: 'keep',
      ...onSent({
        isOffered: ({ message, conversation }) =>
          conversation.may.includes('pin') && given === (message.pin === null),
        run({ message, actions, announce }) {
          actions.change(message, { kind: 'pin', given });
          announce(given ? messageWords.pinned : messageWords.unpinned);
        },
      }),
    }),
  ),
  ...([true, false] as const).map(
    (given): MessageAction => ({
      name: given ? 'save' : 'unsave',
      word: given ? messageWords.save : messageWords.unsave,
      icon: Bookmark,
      keys: 's',
      group: 'keep',
      ...onSent({
        isOffered: ({ message, isSaved }) => isSaved(message) !== given,
        run({ message, actions, openDialog }) {
          actions.change(message, { kind: 'save', given });
          const remind = { word: messageWords.remind, run: () => openDialog({ name: 'remind', message }) };
          showToast(
            given
              ? { text: words.actions.saved, action: remind }
              : { text: messageWords.unsaved, action: null },
          );
        },
      }),
    }),
  ),
  {
    name: 'markUnread',
    word: messageWords.markUnread,
    icon: MailOpen,
    keys: 'u',
    group: 'keep',
    isOffered: ({ entry, conversation }) => isSent(entry) && conversation.joined,
    run({ entry, actions, announce }) {
      if (!isSent(entry)) return;
      actions.markUnread(entry.conversationId, entry.seq - 1);
      announce(messageWords.markedUnread);
    },
  },
  {
    name: 'copyText',
    word: messageWords.copyText,
    icon: ClipboardCopy,
    keys: null,
    group: 'copy',
    isOffered: ({ entry }) => !isSent(entry) || !entry.deletedAt,
    run: ({ entry, announce }) => void copied(entry.body, messageWords.textCopied, announce),
  },
  {
    name: 'copyLink',
    word: messageWords.copyLink,
    icon: Link2,
    keys: 'c',
    group: 'copy',
    inBar: true,
    ...onSent({
      isOffered: () => true,
      run({ message, conversation, announce }) {
        const path = pathTo(addressOfMessage(conversation, message.seq));
        void copied(new URL(path, window.location.origin).href, messageWords.linkCopied, announce);
      },
    }),
  },
  {
    name: 'profile',
    word: messageWords.profile,
    icon: UserRound,
    keys: null,
    group: 'look',
    inBar: true,
    ...onSent({
      isOffered: () => true,
      run: ({ message, openDialog }) => openDialog({ name: 'person', userId: message.authorId }),
    }),
  },
  {
    name: 'reactions',
    word: reactionWords.whoReacted,
    icon: Users,
    keys: null,
    group: 'look',
    ...onSent({
      isOffered: ({ message }) => message.reactions.length > 0,
      run: ({ message: { conversationId, seq }, openDialog }) =>
        openDialog({ name: 'reactions', conversationId, seq }),
    }),
  },
  {
    name: 'earlierTexts',
    word: messageWords.earlierTexts,
    icon: History,
    keys: null,
    group: 'look',
    ...onSent({
      isOffered: ({ message, conversation, myId }) =>
        message.editedAt !== null && (message.authorId === myId || conversation.may.includes('readAnyEdits')),
      run: ({ message, openDialog }) =>
        openDialog({
          name: 'earlier-texts',
          conversationId: message.conversationId,
          messageId: message.id,
        }),
    }),
  },
  {
    name: 'report',
    word: reportWord,
    icon: Flag,
    keys: null,
    group: 'look',
    ...onSent({
      isOffered: ({ message, myId }) => message.authorId !== myId,
      run: ({ message, openDialog }) => openDialog({ name: 'report', message }),
    }),
  },
  {
    name: 'edit',
    word: messageWords.edit,
    icon: Pencil,
    keys: 'e',
    group: 'change',
    inBar: true,
    isOffered: ({ entry, conversation, myId }) =>
      !entry.poll &&
      (!isSent(entry) ||
        (!(entry.deletedAt || entry.notice) &&
          entry.authorId === myId &&
          conversation.may.includes('editMessage'))),
    run: ({ entry, actions }) => actions.beginEdit(entry.conversationId, editOf(entry)),
  },
  {
    name: 'delete',
    word: messageWords.delete,
    icon: Trash2,
    keys: 'Delete',
    group: 'change',
    danger: true,
    isOffered: ({ entry, conversation, myId }) =>
      !isSent(entry) ||
      (!entry.deletedAt &&
        conversation.may.includes(entry.authorId === myId ? 'deleteMessage' : 'deleteAnyMessage')),
    run({ entry, myId, actions, announce, openDialog }) {
      const { conversationId, clientId } = entry;
      if (!isSent(entry)) {
        actions.discard(clientId);
        announce(messageWords.discarded);
      } else if (entry.authorId === myId) {
        actions.deleteMessage(entry);
        announce(messageWords.deleted);
      } else openDialog({ name: 'delete-message', conversationId, seq: entry.seq });
    },
  },
];

/** What is offered for a message, in the order of a menu. */
export function offeredActions(context: MessageContext): MessageAction[] {
  return actionGroups.flatMap((group) =>
    messageActions.filter((action) => action.group === group && action.isOffered(context)),
  );
}

async function copied(text: string, said: string, announce: (text: string) => void): Promise<void> {
  if (await copyText(text)) announce(said);
}
