import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Audience } from '#platform/events.ts';

/** The Socket.IO room of everyone who is connected. */
const EVERYONE = 'everyone';

/** The Socket.IO room of everyone who is no guest. */
export const INSIDERS = 'insiders';

/** The Socket.IO rooms of an audience. */
export function roomsOf(audience: Audience): string[] {
  if ('knowing' in audience)
    return [
      INSIDERS,
      roomOf({ user: audience.knowing }),
      ...audience.guestsIn.map((conversation) => roomOf({ conversation })),
    ];
  return 'conversation' in audience
    ? [roomOf(audience), watchRoomOf(audience.conversation)]
    : [roomOf(audience)];
}

/** The Socket.IO room of an audience that has one of its own. */
export function roomOf(audience: Exclude<Audience, { knowing: UserId }>): string {
  if ('conversation' in audience) return `conversation:${audience.conversation}`;
  if ('user' in audience) return `user:${audience.user}`;
  if ('watchersOf' in audience) return `watchers:${audience.watchersOf}`;
  if ('session' in audience) return `session:${audience.session}`;
  return EVERYONE;
}

/** Whether a room is that of a conversation's members. */
export function isConversationRoom(room: string): boolean {
  return room.startsWith('conversation:');
}

/** The Socket.IO room of those who look at a thread, followed or not. */
export function watchRoomOf(thread: ConversationId): string {
  return `thread:${thread}`;
}
