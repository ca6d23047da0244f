import { asksForReader } from '#contract/asking.ts';
import type { MyConversation } from '#contract/conversations.ts';
import type { ChatState } from './state.ts';

// The one place that says what a conversation's unread messages ask of me: the list, the page's title, the app's badge,
// the way back on a phone and the inboxes read it here.

/** What of a conversation asks for attention. */
export interface Attention {
  /** Messages that are unread, whoever wants to notice them. */
  unread: number;
  /** Those of them that ask for me in person. */
  forMe: number;
  /** It stands out in the list, and among what is unread. */
  isUnread: boolean;
  /** It asks for nothing outside of itself; what asks for me in it is said quietly. */
  isMuted: boolean;
  /** What it adds to the title and the badge. */
  counted: number;
  /** Whether the title says that something is unread. */
  isAnnounced: boolean;
  /** Messages that a device alerts me to while nobody looks: what asks for me, and replies in threads that I follow. */
  alerting: number;
}

/**
 * `level` says what of it reaches the title and the badge: everything (a dot for what is unread, a number for what asks
 * for me), mentions (the number alone), or nothing. A muted conversation does not stand out in the list either. An
 * archived one asks for nothing.
 */
export function attentionOf(conversation: MyConversation): Attention {
  const { unread, mentions, level, muted } = conversation;
  const joined = conversation.joined && !conversation.archivedAt;
  const open = joined ? unread : 0;
  const forMe = joined ? mentions : 0;
  const isHeard = !muted && level !== 'nothing';
  return {
    unread: open,
    forMe,
    isUnread: open > 0 && !muted,
    isMuted: joined && muted,
    counted: isHeard ? forMe : 0,
    isAnnounced: isHeard && open > 0 && (level === 'all' || forMe > 0),
    alerting: isHeard ? (asksForReader(conversation, false) ? open : forMe) : 0,
  };
}

/** What all conversations together ask of me. */
export interface TotalAttention {
  /** How much asks for me. */
  forMe: number;
  /** Whether anything is unread that I want to be told of. */
  isUnread: boolean;
}

const totals = new WeakMap<Record<string, MyConversation>, TotalAttention>();

/** Of all conversations; counted once for each state of them, however many ask. */
export function totalAttention(conversations: Record<string, MyConversation>): TotalAttention {
  const known = totals.get(conversations);
  if (known) return known;
  const total = totalOf(Object.values(conversations));
  totals.set(conversations, total);
  return total;
}

const silence: TotalAttention = { forMe: 0, isUnread: false };

/** What of it leaves the page, by its title and the app's badge: nothing while I do not want to be disturbed. */
export function loudAttention({
  me,
  conversations,
  quiet,
}: Pick<ChatState, 'me' | 'conversations' | 'quiet'>): TotalAttention {
  return me.quietUntil || quiet ? silence : totalAttention(conversations);
}

/** Of all but one: the one on the screen. */
export function attentionElsewhere(
  conversations: Record<string, MyConversation>,
  here: string,
): TotalAttention {
  return totalOf(Object.values(conversations).filter(({ id }) => id !== here));
}

function totalOf(conversations: MyConversation[]): TotalAttention {
  let forMe = 0;
  let isUnread = false;
  for (const conversation of conversations) {
    const { counted, isAnnounced } = attentionOf(conversation);
    forMe += counted;
    isUnread ||= isAnnounced;
  }
  return { forMe, isUnread };
}
