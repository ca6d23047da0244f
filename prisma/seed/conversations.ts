import { called, type SeedUser, teams, users } from './users.ts';

/** A conversation as the seed is going to fill it. */
export interface ConversationPlan {
  kind: 'public' | 'private' | 'direct';
  name: string | null;
  topic: string;
  /** In Markdown. */
  description?: string;
  /** Nobody writes there any more. */
  isArchived?: true;
  /** Its first user made it. */
  members: readonly SeedUser[];
  /** Files in dialogues/. */
  themes: readonly string[];
  /** Files there of which every dialogue is said, towards the end. */
  endsWith: readonly string[];
  messages: number;
  /** Minutes before now at which the newest message came; null: whenever its day ended. */
  newestMinutesAgo: number | null;
  /** How many messages the owner has not read yet. */
  unread: number;
}

const read = { endsWith: [], newestMinutesAgo: null, unread: 0 } as const;

/** `general`, the one that the first sign-up makes. */
export const general: ConversationPlan = {
  ...read,
  kind: 'public',
  name: 'general',
  topic: 'Everyone and everything',
  members: users,
  themes: ['general', 'announcements', 'social', 'languages', 'standup', 'small'],
  endsWith: ['kinds'],
  messages: 700,
  newestMinutesAgo: 4,
};

const channels: ConversationPlan[] = [
  {
    ...read,
    kind: 'public',
    name: 'engineering',
    topic: 'How we build it. Incidents go to #operations',
    description:
      'Everything about the code.\n\n- **Reviews** within a day\n- **Decisions** are written down in the [wiki](https://wiki.example.org/decisions)\n- Ask in a thread, answer in the thread',
    members: teams(['engineering', 'operations'], 'Ada', 'Noa', 'Priya'),
    themes: ['engineering', 'review', 'languages', 'standup', 'small'],
    endsWith: ['threads'],
    messages: 880,
    newestMinutesAgo: 9,
    unread: 5,
  },
  {
    ...read,
    kind: 'public',
    name: 'design',
    topic: 'Screens, words and type. Bring screenshots',
    members: teams(['design', 'product'], 'Amélie', 'Tomás', 'Oksana', 'Xiaoyu', 'Jonas'),
    themes: ['design', 'product', 'languages', 'small'],
    messages: 440,
  },
  {
    ...read,
    kind: 'public',
    name: 'product',
    topic: 'What we do next, and why',
    members: teams(['product', 'design'], 'Kwame', 'Jonas', 'Eitan', 'Meiling', 'Beatriz'),
    themes: ['product', 'general', 'small'],
    messages: 400,
    newestMinutesAgo: 52,
  },
  {
    ...read,
    kind: 'public',
    name: 'support',
    topic: 'What customers ask. Answer within the day',
    members: teams(['support', 'product'], 'Tomás', 'Oksana', 'Diego', 'Lena', 'Xiaoyu'),
    themes: ['support', 'help', 'languages', 'small'],
    messages: 540,
    newestMinutesAgo: 21,
    unread: 3,
  },
  {
    ...read,
    kind: 'public',
    name: 'marketing',
    topic: 'Newsletter, website, events',
    members: teams(['marketing', 'design'], 'Ada', 'Noa', 'Priya', 'Aroha', 'Beatriz'),
    themes: ['marketing', 'languages', 'small'],
    messages: 260,
  },
  {
    ...read,
    kind: 'public',
    name: 'operations',
    topic: 'Servers, incidents, on-call. Runbooks: https://wiki.example.org/runbooks',
    members: teams(['operations', 'engineering'], 'Ada', 'Kwame'),
    themes: ['operations', 'review', 'languages', 'small'],
    messages: 420,
  },
  {
    ...read,
    kind: 'public',
    name: 'releases',
    topic: 'What went out and when',
    members: users,
    themes: ['releases', 'small'],
    messages: 180,
  },
  {
    ...read,
    kind: 'public',
    name: 'help',
    topic: 'Laptops, accounts, the coffee machine: ask here',
    members: users,
    themes: ['help', 'small'],
    messages: 230,
  },
  {
    ...read,
    kind: 'public',
    name: 'random',
    topic: 'Off topic, on purpose',
    members: users,
    themes: ['random', 'social', 'languages'],
    messages: 370,
    newestMinutesAgo: 34,
    unread: 2,
  },
  {
    ...read,
    kind: 'public',
    name: 'spring-launch',
    topic: 'Done. Kept to be read',
    isArchived: true,
    members: teams(['marketing', 'product'], 'Ada', 'Amélie'),
    themes: ['marketing', 'product', 'small'],
    messages: 60,
  },
  {
    ...read,
    kind: 'private',
    name: 'hiring',
    topic: 'Candidates and interviews. Stays in here',
    members: called('Aroha', 'Ada', 'Noa', 'Tomás', 'Lena', 'Kwame'),
    themes: ['hiring', 'small'],
    messages: 110,
  },
  {
    ...read,
    kind: 'private',
    name: 'leadership',
    topic: 'Plans, budget, people',
    members: called('Ada', 'Priya', 'Aroha', 'Yusuf', 'Lena'),
    themes: ['leadership', 'product', 'small'],
    messages: 110,
  },
];

function direct(messages: number, shorts: string[], newestMinutesAgo: number | null = null, unread = 0) {
  const themes = shorts.length > 2 ? ['direct', 'social', 'small'] : ['direct', 'languages'];
  const plan = { kind: 'direct', name: null, topic: '', members: called(...shorts) } as const;
  return { ...plan, themes, endsWith: [], messages, newestMinutesAgo, unread };
}

/** In the order in which they were made; `general` comes before all of these. */
export const conversations: readonly ConversationPlan[] = [
  ...channels,
  direct(60, ['Ada', 'Priya'], 67),
  direct(48, ['Tomás', 'Ada'], 14, 2),
  direct(40, ['Ada', 'Lena']),
  direct(34, ['Ada', 'Layla']),
  { ...direct(30, ['Noa', 'Ada', 'Kenji']), name: 'Lunch club' },
  direct(24, ['Jonas', 'Lena']),
  direct(22, ['Beatriz', 'Tomás']),
  direct(22, ['Yusuf', 'Layla']),
  direct(20, ['Xiaoyu', 'Meiling']),
];
