import type { ConversationAction } from '#contract/conversations.ts';

/** What a message can begin with that is no message, or not as it stands. */
export interface SlashCommand {
  /** Without the slash. */
  name: string;
  /** What stands behind it; '' for nothing. */
  args: string;
  /** What it does, in a sentence. */
  says: string;
  /** What one has to be allowed in the conversation for it to be offered. */
  needs?: ConversationAction;
}

/** What the list of them is called. */
export const commandsLabel = 'Commands';

/** Every command, in the order in which they are offered. */
export const slashCommands = [
  {
    name: 'poll',
    args: '“Question” “Answer” “Answer”',
    says: 'Asks everyone here, with answers to choose from',
  },
  { name: 'remind', args: 'me in 20 minutes …', says: 'Reminds you: in 2 hours, tomorrow at 9, on Friday' },
  { name: 'dm', args: '@person message', says: 'Opens a direct conversation, and writes there' },
  { name: 'me', args: 'what you do', says: 'Says it in italics' },
  { name: 'shrug', args: 'message', says: 'Puts ¯\\_(ツ)_/¯ behind it' },
  { name: 'topic', args: 'what this is about', says: 'Sets the topic of the channel', needs: 'setTopic' },
  { name: 'invite', args: '@person', says: 'Adds people to the channel', needs: 'addMember' },
  { name: 'mute', args: '', says: 'Mutes this conversation, or takes that back' },
  { name: 'leave', args: '', says: 'Leaves the channel', needs: 'leave' },
  { name: 'help', args: '', says: 'Shows these commands' },
] as const satisfies readonly SlashCommand[];

export type CommandName = (typeof slashCommands)[number]['name'];
