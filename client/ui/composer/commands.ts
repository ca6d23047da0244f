import { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import { pollText } from '#contract/poll-text.ts';
import type { PollQuestion } from '#contract/polls.ts';
import type { User } from '#contract/users.ts';
import type { ChatActions } from '#state/actions.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import type { ChatState, SendOptions } from '#state/nouns/state.ts';
import { newClientId } from '#state/sync/client-id.ts';
import type { CommandName } from '#ui/completion/slash-commands.ts';
import type { Address } from '#ui/navigation/address.ts';
import type { DialogRequest } from '#ui/navigation/open-dialog.ts';
import { calledName } from '#ui/parts/conversation-name.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { commandWords } from './command-words.ts';
import { quotedTexts } from './quoted.ts';
import { timeAndText } from './when.ts';

/** What a command can do and ask. */
export interface Means {
  /** Where it was written. */
  conversation: ConversationFacts;
  actions: ChatActions;
  state: () => ChatState;
  go: (address: Address) => void;
  /** Goes away from a conversation that was left. */
  depart: (conversationId: string) => void;
  openDialog: (request: DialogRequest) => void;
  /** A time in words. */
  exact: (iso: string) => string;
}

/** What came of a command. */
export type Outcome =
  /** It is a message, or as good as one. */
  | { kind: 'send'; body: string; options?: SendOptions }
  | { kind: 'done'; said: string; goal?: Address }
  /** A dialog goes on with it. */
  | { kind: 'dialog'; request: Extract<DialogRequest, { name: 'new-poll' | 'own-reminder' }> }
  /** Only when that is confirmed. */
  | { kind: 'ask'; question: string; word: string; run: () => Promise<Outcome> }
  | { kind: 'help' };

type Command = (args: string, means: Means) => Outcome | Promise<Outcome>;

/** Why a command does nothing, in a sentence for whoever gave it. */
function fail(reason: string): never {
  throw new Refusal('invalid', reason);
}

function needsText(args: string, command: keyof typeof commandWords.examples): string {
  return args === '' ? fail(commandWords.needsText(commandWords.examples[command])) : args;
}

/** What each does. What is wrong with one is thrown, as what the server refuses is. */
export const commands: Record<CommandName, Command> = {
  me: (args) => ({ kind: 'send', body: inItalics(needsText(args, 'me')) }),
  // As Markdown: a backslash before the one that is meant.
  shrug: (args) => ({ kind: 'send', body: `${args} ¯\\\\\\_(ツ)\\_/¯`.trim() }),
  poll: (args, { conversation }) =>
    args === ''
      ? { kind: 'dialog', request: { name: 'new-poll', conversationId: conversation.id } }
      : askPoll(args),
  remind,
  async topic(args, { conversation, actions }) {
    await actions.updateConversation(conversation.id, { topic: needsText(args, 'topic') });
    return { kind: 'done', said: commandWords.topicSet };
  },
  async invite(args, { conversation, actions }) {
    const users = await named(needsText(args, 'invite').split(/\s/), actions);
    for (const { id } of users)
      await actions.call('member:add', { conversationId: conversation.id, userId: id });
    const names = new Intl.ListFormat('en').format(users.map(({ name }) => isolated(name)));
    return { kind: 'done', said: commandWords.invited(names) };
  },
  async dm(args, { actions, go }) {
    const [handle = '', ...words] = needsText(args, 'dm').split(' ');
    const [user] = await named([handle], actions);
    if (!user) return fail(commandWords.nobody(handle));
    const { id } = await actions.createConversation({ kind: 'direct', memberIds: [user.id] });
    const body = words.join(' ').trim();
    if (body !== '') actions.send(id, body);
    go({ conversationId: id, message: null });
    return { kind: 'done', said: '' };
  },
  async mute(_, { conversation, actions, state }) {
    const muted = !state().conversations[conversation.id]?.muted;
    await actions.call('conversation:notify', { conversationId: conversation.id, muted });
    return { kind: 'done', said: muted ? commandWords.muted : commandWords.unmuted };
  },
  leave(_, means) {
    const { conversation } = means;
    const name = calledName(conversation, conversation.name ?? '');
    // Nobody finds a private channel that nobody is in.
    if (conversation.kind === 'private' && conversation.memberCount === 1)
      return {
        ...{ kind: 'ask', question: commandWords.last(name), word: commandWords.leave },
        run: () => leave(name, means),
      };
    return leave(name, means);
  },
  help: () => ({ kind: 'help' }),
};

/** A text in italics, each line by itself. Of the two marks that there are, one that it does not hold, if it can be. */
function inItalics(text: string): string {
  const mark = text.includes('_') ? '*' : '_';
  return text
    .replaceAll(mark, `\\${mark}`)
    .split('\n')
    .map((line) => line.trim())
    .map((line) => (line === '' ? '' : mark + line + mark))
    .join('\n');
}

function askPoll(args: string): Outcome {
  const [question = '', ...options] =
    quotedTexts(args) ?? fail(commandWords.needsText(commandWords.examples.poll));
  const poll: PollQuestion = { question, options };
  const fault = faultOfPoll(poll);
  if (fault) fail(fault);
  return { kind: 'send', body: pollText(poll), options: { poll } };
}

/** What is wrong with a poll, in a sentence; null: nothing. The server asks more of a text than this. */
export function faultOfPoll({ question, options }: PollQuestion): string | null {
  const { pollOptionsMin: least, pollOptions: most, pollQuestion, pollOption } = limits;
  if (
    question === '' ||
    options.some((option) => option === '') ||
    options.length < least ||
    options.length > most
  )
    return commandWords.pollOptions(least, most);
  if (new Set(options).size < options.length) return commandWords.pollSame;
  if (question.length > pollQuestion || options.some((option) => option.length > pollOption))
    return commandWords.pollLong(pollQuestion, pollOption);
  return null;
}

async function remind(args: string, { actions, exact }: Means): Promise<Outcome> {
  const wanted = needsText(args, 'remind').replace(/^me\b/, '').trim();
  const found = timeAndText(wanted, new Date());
  const text = (found?.text ?? wanted).replace(/^to\b/, '').trim();
  if (text === '') return fail(commandWords.needsText(commandWords.examples.remind));
  if (!found) return { kind: 'dialog', request: { name: 'own-reminder', id: null, text } };
  if (found.at.getTime() <= Date.now()) return fail(commandWords.remindPast);
  const remindAt = found.at.toISOString();
  await actions.call('reminder:create', { clientId: newClientId(), text, remindAt });
  return {
    ...{ kind: 'done', said: commandWords.remindSet(exact(remindAt)) },
    goal: { conversationId: null, message: null, view: 'saved' },
  };
}

async function leave(name: string, { conversation, actions, depart }: Means): Promise<Outcome> {
  if (conversation.kind === 'thread') {
    await actions.followThread(conversation.id, false);
    return { kind: 'done', said: commandWords.unfollowed };
  }
  await actions.leave(conversation.id);
  depart(conversation.id);
  return { kind: 'done', said: commandWords.left(name) };
}

/** Those who have these handles, each written with its sign. Throws when there is no such one. */
async function named(words: readonly string[], { call }: ChatActions): Promise<User[]> {
  const handles = [
    ...new Set(words.filter((word) => word !== '').map((word) => word.replace(/^@/, '').toLowerCase())),
  ];
  const users: User[] = [];
  for (const handle of handles) {
    const { items } = await call('user:list', { q: `@${handle}`, limit: 20 });
    const user = items.find((one) => one.handle.toLowerCase() === handle);
    users.push(user ?? fail(commandWords.nobody(`@${handle}`)));
  }
  return users;
}
