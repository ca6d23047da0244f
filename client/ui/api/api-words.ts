export const apiWords = {
  title: 'Programming interface',
  lead: (count: number) => `${count} calls over HTTP, and the same over a socket, which brings events too.`,
  product: 'Parley',
  document: 'OpenAPI document',
  find: 'Find a call',
  search: 'Search',
  found: (count: number, q: string) =>
    count === 0
      ? `Nothing has “${q}” in it.`
      : count === 1
        ? `One call for “${q}”.`
        : `${count} calls for “${q}”.`,
  all: 'Show all',
  groups: 'Groups of calls',
  schemas: 'What is answered',
  begin: 'Begin here',
  steps: [
    'Make a token in your settings, under “Access tokens”; or have an owner or admin make a bot, under “Bots” in the workspace’s pages.',
    'Send it with every request as “Authorization: Bearer”, or on the socket as “auth: { token }”.',
    'A token does what its scopes say and no more than its user may: read, send, write, admin.',
  ],
  takes: 'Takes',
  inPath: 'in the address',
  inQuery: 'in the query',
  inBody: 'in the body',
  answers: 'Answers',
  nothing: 'Nothing.',
  required: 'required',
  scope: (scope: string) => `Scope ${scope}`,
  signedIn: 'No token: somebody who signed in',
  anyone: 'Anyone',
  list: (item: string) => `list of ${item}`,
  either: ' or ',
  anything: 'anything',
  none: 'null',
  object: 'object',
  atLeast: (least: unknown) => `at least ${least}`,
  atMost: (most: unknown) => `at most ${most}`,
  items: (most: unknown) => `at most ${most} of them`,
  otherwise: (value: string) => `${value} unless said otherwise`,
} as const;
