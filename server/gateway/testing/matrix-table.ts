import type { EventName } from '#contract/events.ts';
import type { OperationName } from '#contract/operations.ts';
import { pushKey } from './cases-alerts.ts';
import type { Letter, Scene } from './matrix-world.ts';
import { CLIENT_ID, daysAhead, NOBODY } from './world.ts';

// Who may call what, in which kind of conversation: written down once more, apart from the rules, so that a rule that
// changes has to change here as well. Letters are people, see matrix-world.ts. An operation without a row does not compile.

type Input = Record<string, unknown>;

/** Columns: public, default, private, direct, thread. Who is not named is refused, or does not find it. */
export type Columns = [string, string, string, string, string];

/** A call about a conversation, or about something in it. */
export interface Row {
  plain?: undefined;
  who: Columns;
  input: (scene: Scene, by: Letter, id: Record<Letter, string>) => Input;
  /** What those are told who see the conversation and are not named. */
  told?: 'not_found';
  /** What whoever is not named is told, where their role is asked before what they ask about is looked for. */
  refused?: (by: Letter, column: number) => 'forbidden' | 'not_found' | 'conflict';
  /** For calls that nobody is refused: whether the answer has it. */
  finds?: (data: unknown, scene: Scene) => boolean;
  /** It changes the conversation for those who ask next: everybody asks about one of their own. */
  spoils?: true;
}

/** A call about no conversation. */
export interface Plain {
  who?: undefined;
  plain: string;
  input: (by: Letter, id: Record<Letter, string>) => Input;
  /** What the others are told. */
  others: 'forbidden' | 'not_found' | 'invalid' | 'conflict';
  /** Whom it is done to, if it is to be somebody new each time. */
  to?: 'member' | 'owner' | 'bot';
}

/** Everybody inside; with those who see what is public; those inside who are no guests; and who looks after channels. */
const IN = 'OACMG';
const SEES = 'OACMGX';
const KEEP = 'OACM';
const RULE = 'OAC';
/** Everybody who may come in. */
const ALL = 'OACMGXY';

const reads: Columns = [SEES, SEES, IN, IN, IN];
const inside: Columns = [IN, IN, IN, IN, IN];
const ruled: Columns = [RULE, RULE, RULE, '', RULE];
const nobody: Columns = ['', '', '', '', ''];
const follows: Columns = [IN, IN, IN, IN, IN];

const it = (data: unknown, { conversationId }: Scene) => JSON.stringify(data).includes(conversationId);
const them = (data: unknown, { bystander }: Scene) => JSON.stringify(data).includes(bystander);
const here = ({ conversationId }: Scene) => ({ conversationId });
const own = ({ messages }: Scene, by: Letter) => ({ id: messages[by].id });
const others = ({ messages }: Scene) => ({ id: messages.bystander.id });
const ofBystander = ({ files }: Scene) => ({ id: files.bystander });
const on = ({ messages }: Scene) => ({ messageId: messages.bystander.id });
const everywhere: Columns = [SEES, SEES, SEES, SEES, SEES];
const all = (input: Plain['input'] = () => ({})): Plain => ({ plain: ALL, input, others: 'forbidden' });
const lookAfter = (more: Input = {}): Plain[] => [
  { plain: 'OA', to: 'member', input: () => more, others: 'forbidden' },
  { plain: 'O', to: 'owner', input: () => more, others: 'forbidden' },
];
const keepers: Plain = { plain: 'OA', input: () => ({}), others: 'forbidden' };
/** Owners and admins find channels only, and may not do it in these columns; all others are refused. */
const ofChannels =
  (conflicts: readonly number[] = []) =>
  (by: Letter, column: number) =>
    !'OA'.includes(by) ? 'forbidden' : conflicts.includes(column) ? 'conflict' : 'not_found';
const poll = { question: 'Which day?', options: ['Monday', 'Tuesday'] };
/** Nobody's: whoever looks after bots does not find it, and all others are refused. */
const nobodysHook = (more: Input = {}): Row => ({
  who: nobody,
  input: () => ({ id: NOBODY, ...more }),
  refused: (by) => ('OA'.includes(by) ? 'not_found' : 'forbidden'),
});
const terms = { name: 'Helper', scopes: ['read'], expiresAt: null };
const wrongProof = { password: 'not theirs', code: 'nothing' };
const noPasskey = {
  name: 'Key',
  response: {
    ...{ id: 'AA', rawId: 'AA', type: 'public-key' },
    response: { clientDataJSON: 'AA', attestationObject: 'AA' },
  },
};

export const table: Record<OperationName, (Row | Plain)[]> = {
  'workspace:get': [{ plain: `${ALL}R`, input: () => ({}), others: 'forbidden' }],
  'workspace:settings': [{ plain: 'OA', input: () => ({}), others: 'forbidden' }],
  'workspace:update': [
    { plain: 'OA', input: () => ({ name: 'Matrix' }), others: 'forbidden' },
    { plain: 'O', input: () => ({ retentionDays: null }), others: 'forbidden' },
  ],
  'workspace:set-picture': [{ plain: 'OA', input: () => ({ pictureId: null }), others: 'forbidden' }],
  // Nobody has to have come in: everybody is told the same.
  'user:create': [
    {
      plain: '',
      input: () => ({ name: 'N', email: 'n@example.test', password: 'password123' }),
      others: 'invalid',
    },
  ],
  'user:me': [all()],
  'user:update': [all((by) => ({ name: `Called ${by}` }))],
  'user:set-role': lookAfter({ role: 'guest' }),
  'user:suspend': lookAfter(),
  'user:reactivate': lookAfter(),
  'user:remove': lookAfter({ messages: 'keep' }),
  'user:sign-out': lookAfter(),
  'account:get': [all()],
  // Everybody changes their own, and nobody with this.
  'password:change': [
    { plain: '', input: () => ({ oldPassword: 'theirs', password: 'short' }), others: 'invalid' },
  ],
  'password:forget': [{ plain: `${ALL}R`, input: () => ({ email: 'n@example.test' }), others: 'forbidden' }],
  'password:reset': [
    { plain: '', input: () => ({ token: 'nothing', password: 'eight wild geese' }), others: 'not_found' },
  ],
  'email:change': [{ plain: '', input: () => ({ email: 'n', password: 'theirs' }), others: 'invalid' }],
  'email:cancel': [all()],
  'email:confirm': [{ plain: '', input: () => ({ token: 'nothing' }), others: 'not_found' }],
  'session:list': [all()],
  'session:end': [{ plain: '', input: () => ({ id: NOBODY }), others: 'not_found' }],
  'session:end-others': [all()],
  'user:reset-link': lookAfter(),
  'user:set-email': [
    { plain: 'OA', to: 'member', input: (by) => ({ email: `${by}.m@example.test` }), others: 'forbidden' },
    { plain: 'O', to: 'owner', input: (by) => ({ email: `${by}.o@example.test` }), others: 'forbidden' },
  ],
  'alert:settings': [all()],
  'alert:set': [all(() => ({ digestHours: 0 }))],
  'push:subscribe': [
    all((by) => ({
      endpoint: `https://push.example.test/${by}`,
      p256dh: pushKey,
      auth: 'A'.repeat(22),
    })),
  ],
  'push:unsubscribe': [all()],
  'push:test': [all()],
  'push:present': [all(() => ({ present: true }))],
  // Nobody has to have come in: everybody is told the same.
  'digest:stop': [{ plain: '', input: () => ({ token: 'nothing' }), others: 'not_found' }],
  'dead-letter:list': [keepers],
  'dead-letter:retry': [{ who: nobody, refused: ofChannels(), input: () => ({ id: NOBODY }) }],
  'dead-letter:discard': [{ who: nobody, refused: ofChannels(), input: () => ({ id: NOBODY }) }],
  'sidebar:get': [all()],
  'sidebar:set': [all(() => ({ basedOn: 0, starred: [], sections: [] }))],
  'user:list': [
    { who: everywhere, input: ({ bystander }) => ({ ids: [bystander] }), finds: them },
    { who: everywhere, input: () => ({ q: 'Bystander' }), finds: them },
    { plain: 'OA', input: () => ({ state: 'removed' }), others: 'forbidden' },
  ],
  'user:get': [{ who: everywhere, input: ({ bystander }) => ({ id: bystander }) }],
  'token:list': [all()],
  'token:create': [{ plain: 'OACMX', input: () => terms, others: 'forbidden' }],
  // Everybody revokes their own, and this is nobody's.
  'token:revoke': [{ plain: '', input: () => ({ id: NOBODY }), others: 'not_found' }],
  'bot:list': [{ plain: 'OA', input: () => ({}), others: 'forbidden' }],
  'bot:create': [{ plain: 'OA', input: () => ({ ...terms, role: 'guest' }), others: 'forbidden' }],
  'bot:update': [{ plain: 'OA', to: 'bot', input: () => ({ name: 'Helper' }), others: 'forbidden' }],
  'bot:rotate': [
    { plain: 'OA', to: 'bot', input: () => ({ scopes: ['read'], expiresAt: null }), others: 'forbidden' },
  ],
  'incoming-hook:list': [keepers],
  'incoming-hook:create': [
    {
      who: ['OA', 'OA', 'OA', '', ''],
      input: (scene) => ({ ...here(scene), name: 'Builds' }),
      refused: () => 'forbidden',
    },
  ],
  'incoming-hook:rotate': [nobodysHook()],
  'incoming-hook:remove': [nobodysHook()],
  'outgoing-hook:list': [keepers],
  'outgoing-hook:create': [
    {
      who: ['OA', 'OA', 'OA', 'OA', 'OA'],
      input: ({ conversationId }) => ({
        ...{ name: 'Mirror', url: 'https://example.com/' },
        ...{ events: ['message.created'], conversationIds: [conversationId] },
      }),
      refused: () => 'forbidden',
    },
  ],
  'outgoing-hook:update': [nobodysHook({ name: 'None' })],
  'outgoing-hook:rotate': [nobodysHook()],
  'outgoing-hook:remove': [nobodysHook()],
  'outgoing-hook:deliveries': [nobodysHook()],
  'outgoing-hook:replay': [nobodysHook({ deliveryId: NOBODY })],
  'invitation:create': [{ plain: 'OA', input: () => ({ role: 'member' }), others: 'forbidden' }],
  'invitation:list': [keepers],
  'invitation:settings': [keepers],
  // Nobody is told whether it is there.
  'invitation:revoke': [{ plain: '', input: () => ({ id: NOBODY }), others: 'not_found' }],
  'invitation:get': [{ plain: '', input: () => ({ token: 'nothing' }), others: 'not_found' }],
  'invitation:accept': [{ plain: '', input: () => ({ token: 'nothing' }), others: 'not_found' }],
  // No mail is sent from here.
  'invitation:mail': [
    { plain: '', input: () => ({ role: 'member', emails: ['one@team.test'] }), others: 'forbidden' },
  ],
  'invitation:request': [{ plain: '', input: () => ({ email: 'one@team.test' }), others: 'forbidden' }],
  'welcome:get': [all()],
  // A wrong password, asked of everybody alike: what follows is one's own account alone.
  'security:get': [all()],
  'totp:start': [all()],
  'totp:confirm': [{ plain: '', input: () => wrongProof, others: 'invalid' }],
  'recovery-code:renew': [{ plain: '', input: () => wrongProof, others: 'invalid' }],
  'totp:remove': [{ plain: '', input: () => wrongProof, others: 'invalid' }],
  'passkey:start': [{ plain: '', input: () => ({ password: 'not theirs' }), others: 'invalid' }],
  'passkey:add': [{ plain: '', input: () => noPasskey, others: 'invalid' }],
  'passkey:remove': [
    { plain: '', input: () => ({ passkeyId: NOBODY, password: 'not theirs' }), others: 'invalid' },
  ],
  'passkey:challenge': [{ plain: '', input: () => ({ ticket: 'of nobody' }), others: 'forbidden' }],
  'sign-on:unlink': [{ plain: '', input: () => ({ password: 'not theirs' }), others: 'invalid' }],
  'user:reset-second-factor': lookAfter(),
  'export:create': [all(() => ({ scope: 'own' }))],
  'export:list': [all(() => ({ scope: 'own' }))],
  'export:delete': [{ plain: '', input: () => ({ exportId: NOBODY }), others: 'not_found' }],
  'audit:list': [keepers],
  'person:list': [keepers],
  'channel:list': [keepers],
  'deletion:list': [keepers],
  'usage:get': [keepers],
  'channel:update': [
    {
      who: ['OA', 'OA', 'OA', '', ''],
      refused: ofChannels(),
      input: (scene) => ({ ...here(scene), archived: false }),
    },
  ],
  'channel:take-over': [{ who: nobody, refused: ofChannels([0, 1, 2]), input: here }],
  'channel:delete': [{ who: ['OA', '', 'OA', '', ''], refused: ofChannels([1]), input: here, spoils: true }],
  'report:create': [{ who: reads, input: (scene) => ({ ...on(scene), reason: 'spam' }) }],
  'report:list': [keepers],
  'report:summary': [keepers],
  'report:close': [{ who: nobody, refused: ofChannels(), input: () => ({ id: NOBODY, measures: [] }) }],
  sync: [{ who: inside, input: () => ({}), finds: it }],
  'conversation:list': [
    { who: [SEES, SEES, IN, IN, ''], finds: it, input: ({ name }) => ({ q: name, limit: 100 }) },
  ],
  'conversation:create': [
    {
      plain: 'OACMX',
      input: () => ({ kind: 'public', name: `made ${crypto.randomUUID()}` }),
      others: 'forbidden',
    },
    { plain: 'OACMX', input: () => ({ kind: 'private', name: 'made' }), others: 'forbidden' },
    {
      plain: SEES,
      input: (by, id) => ({ kind: 'direct', memberIds: [by === 'C' ? id.M : id.C] }),
      others: 'invalid',
    },
  ],
  'conversation:get': [{ who: reads, input: here }],
  'conversation:update': [
    {
      who: [KEEP, RULE, KEEP, KEEP, ''],
      input: (scene) => ({ ...here(scene), name: `${scene.name} again` }),
    },
    { who: [KEEP, KEEP, KEEP, '', ''], input: (scene) => ({ ...here(scene), topic: 'another' }) },
    { who: ['O', 'O', 'O', 'O', ''], input: (scene) => ({ ...here(scene), retentionDays: null }) },
    { who: [RULE, '', RULE, '', ''], input: (scene) => ({ ...here(scene), archived: false }) },
  ],
  'conversation:delete': [{ who: [RULE, '', RULE, '', ''], input: here, spoils: true }],
  'conversation:changes': [{ who: reads, input: (scene) => ({ ...here(scene), after: 0 }) }],
  'conversation:read': [{ who: follows, input: (scene) => ({ ...here(scene), seq: 1 }) }],
  'conversation:notify': [{ who: follows, input: (scene) => ({ ...here(scene), level: 'all' }) }],
  'member:list': [{ who: reads, input: here }],
  'member:add': [
    { who: reads, spoils: true, input: (scene, by, id) => ({ ...here(scene), userId: id[by] }) },
    {
      who: [KEEP, KEEP, KEEP, '', ''],
      spoils: true,
      input: (scene) => ({ ...here(scene), userId: scene.stranger }),
    },
  ],
  'member:remove': [
    {
      who: [IN, IN, IN, '', IN],
      spoils: true,
      input: (scene, by, id) => ({ ...here(scene), userId: id[by] }),
    },
    {
      who: [RULE, RULE, RULE, '', ''],
      spoils: true,
      input: (scene) => ({ ...here(scene), userId: scene.bystander }),
    },
  ],
  'message:list': [{ who: reads, input: here }],
  'message:quotes': [{ who: reads, finds: it, input: ({ ref }) => ({ refs: [ref] }) }],
  'message:send': [
    { who: inside, input: (scene) => ({ ...here(scene), clientId: crypto.randomUUID(), body: 'said' }) },
  ],
  'message:edit': [
    { who: inside, input: (scene, by) => ({ ...own(scene, by), body: 'other words' }) },
    { who: nobody, input: (scene) => ({ ...others(scene), body: 'not mine' }) },
  ],
  'message:edits': [
    { who: inside, input: own },
    { who: ['O', 'O', 'O', 'O', 'O'], input: others },
  ],
  'message:thread': [{ who: [IN, IN, IN, IN, ''], input: own }],
  'message:delete': [
    { who: inside, input: own, spoils: true },
    { who: ruled, input: others, spoils: true },
  ],
  'message:remove-preview': [
    { who: inside, input: (scene, by) => ({ ...own(scene, by), previewId: NOBODY }) },
    { who: ruled, input: (scene) => ({ ...others(scene), previewId: NOBODY }) },
  ],
  'message:restore': [
    { who: inside, input: own },
    { who: ruled, input: others },
  ],
  'reaction:add': [{ who: inside, input: (scene) => ({ ...on(scene), emoji: '👍' }) }],
  'reaction:remove': [{ who: inside, input: (scene) => ({ ...on(scene), emoji: '👍' }) }],
  'message:pin': [{ who: [KEEP, KEEP, KEEP, IN, KEEP], input: on }],
  'message:unpin': [{ who: [KEEP, KEEP, KEEP, IN, KEEP], input: on }],
  'pin:list': [{ who: reads, input: here }],
  'file:info': [{ who: reads, input: ofBystander }],
  'file:text': [{ who: reads, input: ofBystander }],
  'file:update': [
    { who: inside, input: (scene, by) => ({ id: scene.files[by], alt: `Seen by ${by}` }) },
    { who: nobody, input: (scene) => ({ ...ofBystander(scene), alt: 'not mine' }) },
  ],
  'file:list': [{ who: reads, input: here }],
  'message:save': [{ who: reads, input: on }],
  'message:unsave': [{ who: reads, input: (scene) => ({ messageId: scene.messages.M.id }) }],
  'saved:list': [{ who: reads, finds: it, input: () => ({ limit: 100 }) }],
  'saved:among': [all(() => ({ messageIds: [CLIENT_ID] }))],
  'saved:summary': [all()],
  'poll:create': [
    {
      who: inside,
      input: (scene) => ({ ...here(scene), ...poll, clientId: crypto.randomUUID() }),
    },
  ],
  // The bystander's message is a poll.
  'poll:vote': [{ who: inside, input: (scene) => ({ ...on(scene), options: [1] }) }],
  'poll:close': [{ who: nobody, input: on }],
  'poll:among': [all(() => ({ messageIds: [CLIENT_ID] }))],
  'scheduled:create': [
    {
      who: inside,
      input: (scene) => ({
        ...{ ...here(scene), clientId: crypto.randomUUID(), body: 'said' },
        sendAt: daysAhead(1),
      }),
    },
  ],
  'scheduled:list': [all()],
  // What is another's is not there, and this is nobody's.
  'scheduled:update': [{ plain: '', input: () => ({ id: NOBODY, body: 'said' }), others: 'not_found' }],
  'scheduled:delete': [{ plain: '', input: () => ({ id: NOBODY }), others: 'not_found' }],
  'scheduled:send': [{ plain: '', input: () => ({ id: NOBODY }), others: 'not_found' }],
  'reminder:create': [all(() => ({ clientId: crypto.randomUUID(), text: 'tea', remindAt: daysAhead(1) }))],
  'reminder:list': [all()],
  'reminder:update': [{ plain: '', input: () => ({ id: NOBODY, text: 'tea' }), others: 'not_found' }],
  'reminder:delete': [{ plain: '', input: () => ({ id: NOBODY }), others: 'not_found' }],
  'thread:list': [{ who: ['', '', '', '', IN], input: () => ({ limit: 100 }), finds: it }],
  'message:search': [
    { who: reads, finds: it, input: ({ name }) => ({ q: name }) },
    { who: reads, input: (scene) => ({ ...here(scene), q: scene.name }) },
  ],
  'mention:list': [{ who: reads, finds: it, input: () => ({ limit: 100 }) }],
  typing: [{ who: inside, input: here }],
  'thread:watch': [
    {
      told: 'not_found',
      who: ['', '', '', '', IN],
      input: (scene) => ({ conversationIds: [scene.conversationId] }),
    },
  ],
  'presence:watch': [{ who: everywhere, input: ({ bystander }) => ({ userIds: [bystander] }), finds: them }],
  'presence:set': [all(() => ({ status: 'online' }))],
};

/** An event, who receives it (in each kind of conversation, or whatever the kind), and the call that causes it. */
export interface Announced {
  who: Columns | string;
  by: Letter;
  call: OperationName;
  input: (scene: Scene, id: Record<Letter, string>) => Input;
}

/** The creator does something; in the end an owner does something to those outside. */
export const announced: Record<EventName, Announced> = {
  changes: {
    who: inside,
    by: 'C',
    call: 'message:send',
    input: (scene) => ({ ...here(scene), clientId: crypto.randomUUID(), body: 'said' }),
  },
  typing: { who: ['OAMG', 'OAMG', 'OAMG', 'OAMG', 'OAMG'], by: 'C', call: 'typing', input: here },
  // How many are pinned is a fact of the conversation.
  conversation: { who: inside, by: 'C', call: 'message:pin', input: on },
  user: { who: SEES, by: 'C', call: 'user:update', input: () => ({ name: 'Another Name' }) },
  presence: { who: SEES, by: 'C', call: 'presence:set', input: () => ({ status: 'away' }) },
  workspace: { who: ALL, by: 'O', call: 'workspace:update', input: () => ({ name: 'Another' }) },
  reports: {
    who: 'OA',
    by: 'C',
    call: 'report:create',
    input: (scene) => ({ ...on(scene), reason: 'spam' }),
  },
  read: { who: 'C', by: 'C', call: 'conversation:read', input: (scene) => ({ ...here(scene), seq: 2 }) },
  sidebar: {
    who: 'C',
    by: 'C',
    call: 'sidebar:set',
    input: ({ conversationId }) => ({ basedOn: 0, starred: [conversationId], sections: [] }),
  },
  saved: { who: 'C', by: 'C', call: 'message:save', input: on },
  later: {
    who: 'C',
    by: 'C',
    call: 'reminder:create',
    input: () => ({ clientId: crypto.randomUUID(), text: 'tea', remindAt: daysAhead(1) }),
  },
  'poll:choice': {
    who: 'C',
    by: 'C',
    call: 'poll:vote',
    input: (scene) => ({ ...on(scene), options: [0] }),
  },
  'conversation:left': {
    who: 'M',
    by: 'O',
    call: 'member:remove',
    input: (scene, { M }) => ({ ...here(scene), userId: M }),
  },
  resync: { who: 'X', by: 'O', call: 'user:set-role', input: (_, { X }) => ({ id: X, role: 'guest' }) },
  'session:ended': { who: 'X', by: 'O', call: 'user:suspend', input: (_, { X }) => ({ id: X }) },
};
