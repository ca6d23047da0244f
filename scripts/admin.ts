import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { listAccounts, makeLinkFor, makeOwner, signOutEveryone, takeSecondFactors } from '#domain/machine.ts';
import type { Config } from '#platform/config.ts';
import { SetupError } from '#platform/setup-error.ts';
import { withCurrentDatabase } from './current-database.ts';
import { operate, say } from './operator.ts';

const usage = `npm run admin -- COMMAND, on the machine that Parley runs on, while it runs or not:

  list-users                 all accounts: address, name, role, state, when they were last here
  reset-password EMAIL       a link to a new password, to be handed over; it counts once, for a day
  reset-second-factor EMAIL  takes the second factor away from somebody who has lost it
  make-owner EMAIL           makes somebody an owner, and lets them in again if they were suspended
  sign-out-everyone          ends all sessions of everybody; asks first, unless --yes stands behind it
  --help                     this`;

interface Command {
  /** Whether an email address stands behind it. */
  takesEmail: boolean;
  run(config: Config, email: string, isSure: boolean): Promise<void>;
}

const commands: Record<string, Command> = {
  'list-users': { takesEmail: false, run: listUsers },
  'reset-password': { takesEmail: true, run: resetPassword },
  'reset-second-factor': { takesEmail: true, run: resetSecondFactor },
  'make-owner': { takesEmail: true, run: promote },
  'sign-out-everyone': { takesEmail: false, run: signOut },
};

// Before the settings are read: whoever asks what there is may not have any yet.
if (process.argv.slice(2).some((word) => /^(help|--help|-h)$/.test(word)) || !process.argv[2]) say(usage);
else await operate(run);

async function run(config: Config): Promise<void> {
  const { command, email, isSure } = readCommand();
  await withCurrentDatabase(config, () => command.run(config, email, isSure));
}

/** What was asked for. Throws SetupError for what is none of the commands. */
function readCommand(): { command: Command; email: string; isSure: boolean } {
  const { words, values } = parseWords();
  const [name = '', email = '', ...rest] = words;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new SetupError(`There is no command ${name}.\n${usage}`);
  if (rest.length > 0 || command.takesEmail !== (email !== ''))
    throw new SetupError(
      `Say ${command.takesEmail ? 'whose, by one email address' : 'nothing behind it'}.\n${usage}`,
    );
  return { command, email, isSure: values.yes ?? false };
}

function parseWords() {
  try {
    const { values, positionals } = parseArgs({
      args: process.argv.slice(2),
      options: { yes: { type: 'boolean' } },
      allowPositionals: true,
    });
    return { words: positionals, values };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : ''}\n${usage}`);
  }
}

async function listUsers(): Promise<void> {
  for await (const { email, name, kind, role, state, last_seen_at: seen } of listAccounts()) {
    const facts = [role, ...(kind === 'bot' ? ['bot'] : []), ...(state === 'active' ? [] : [state])];
    say(
      `${email ?? '(no address)'}  ${name}  ${facts.join(', ')}  ${seen ? `last here ${seen.toISOString()}` : 'not signed in'}`,
    );
  }
}

async function resetPassword(config: Config, email: string): Promise<void> {
  const { name, path, expiresAt } = await makeLinkFor(email);
  say(`This link leads ${name} to a new password, once, until ${expiresAt}:`);
  say(`${config.publicUrl ?? `http://localhost:${config.port}`}${path}`);
  if (!config.publicUrl)
    say('PUBLIC_URL is not set: put the address by which they reach Parley in its place.');
  say('Whoever has it can come in as them: hand it over in a way that nobody else reads.');
}

async function resetSecondFactor(_config: Config, email: string): Promise<void> {
  const { name, hadAny } = await takeSecondFactors(email);
  say(hadAny ? `${name} signs in without a second factor now.` : `${name} had no second factor.`);
}

async function promote(_config: Config, email: string): Promise<void> {
  const { name, was, wasSuspended } = await makeOwner(email);
  const isBack = wasSuspended ? ', and may come in again' : '';
  say(was === 'owner' ? `${name} was an owner already${isBack}.` : `${name} is an owner now${isBack}.`);
}

async function signOut(_config: Config, _email: string, isSure: boolean): Promise<void> {
  if (!(isSure || (await confirmed('All devices of everybody are signed out. Go on? (yes or no) ')))) {
    say('Nobody was signed out.');
    return;
  }
  const ended = await signOutEveryone();
  say(`${ended} ${ended === 1 ? 'session was' : 'sessions were'} ended.`);
}

/** Throws SetupError where nobody can answer. */
async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new SetupError('Nobody is there to be asked: say npm run admin -- sign-out-everyone --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
