/** Lists that stand in place of a conversation, by their address: `/threads`. */
export const viewNames = [
  'unreads',
  'threads',
  'mentions',
  'saved',
  'search',
  'settings',
  'workspace',
] as const;
export type ViewName = (typeof viewNames)[number];
/** Views of several sections, which `query` names: `/settings/profile`. */
export type SectionedView = 'settings' | 'workspace';

function isSectioned(view: ViewName): view is SectionedView {
  return view === 'settings' || view === 'workspace';
}

/** What stands open beside a conversation. */
export type Panel =
  | {
      kind: 'thread';
      /** The message it hangs on. */
      rootSeq: number;
      /** The reply that a link points at. */
      reply: number | null;
      /** Its pinned messages stand in place of its replies. */
      isPins?: boolean;
    }
  | {
      kind: 'details';
      /** What of it is looked for; null: its beginning. */
      section: 'members' | null;
    }
  /** The pinned messages. */
  | { kind: 'pins' }
  /** What greets somebody who has just come in. */
  | { kind: 'welcome' };

/** What the address bar says. Neither a conversation nor a view: the list of conversations. */
export interface Address {
  conversationId: string | null;
  /** The message that a link points at. */
  message: number | null;
  /** The day that a link leads to, `2026-03-01`, of whoever reads there. */
  at?: string;
  /** The browser's own history led back to it. */
  isReturn?: true;
  /** What stands beside the conversation; nothing if left out. */
  panel?: Panel | null;
  view?: ViewName | null;
  /** What the view was asked for, such as the words of a search. */
  query?: string;
}

export function pathTo({ conversationId, message, at, panel, view, query }: Address): string {
  if (view) return pathOfView(view, query);
  const search = new URLSearchParams();
  if (!conversationId) return '/';
  if (message !== null) search.set('message', String(message));
  if (at) search.set('at', at);
  if (panel?.kind === 'thread') {
    search.set('thread', String(panel.rootSeq));
    if (panel.reply !== null) search.set('reply', String(panel.reply));
    if (panel.isPins) search.set('panel', 'pins');
  } else if (panel?.kind === 'details') search.set('panel', panel.section ?? panel.kind);
  else if (panel) search.set('panel', panel.kind);
  return withSearch(`/c/${conversationId}`, search);
}

function pathOfView(view: ViewName, query = ''): string {
  if (query === '') return `/${view}`;
  return isSectioned(view) ? `/${view}/${query}` : withSearch(`/${view}`, new URLSearchParams({ q: query }));
}

export function addressOf(url: { pathname: string; search: string }): Address {
  const search = new URLSearchParams(url.search);
  const [, name, section = '', ...rest] = url.pathname.split('/');
  const view = rest.length === 0 ? viewNames.find((known) => known === name) : undefined;
  if (view && isSectioned(view)) return { conversationId: null, message: null, view, query: section };
  if (view && section === '')
    return { conversationId: null, message: null, view, query: search.get('q') ?? '' };
  const conversationId = /^\/c\/([^/]+)\/?$/.exec(url.pathname)?.[1] ?? null;
  const panel = conversationId ? panelIn(search) : null;
  const at = search.get('at') ?? '';
  const isDay = conversationId && /^\d{4}(-\d\d){2}$/.test(at) && Date.parse(at) > 0;
  return {
    conversationId,
    message: seqIn(search, 'message'),
    ...(isDay && { at }),
    ...(panel && { panel }),
  };
}

/** Whether nothing but the list of conversations is asked for. */
export function isList({ conversationId, view }: Address): boolean {
  return conversationId === null && !view;
}

function panelIn(search: URLSearchParams): Panel | null {
  const rootSeq = seqIn(search, 'thread');
  const name = search.get('panel');
  if (rootSeq !== null)
    return {
      kind: 'thread',
      rootSeq,
      reply: seqIn(search, 'reply'),
      ...(name === 'pins' && { isPins: true }),
    };
  if (name === 'members') return { kind: 'details', section: name };
  if (name === 'details') return { kind: name, section: null };
  return name === 'pins' || name === 'welcome' ? { kind: name } : null;
}

function seqIn(search: URLSearchParams, field: string): number | null {
  const seq = Number(search.get(field) ?? 0);
  return Number.isSafeInteger(seq) && seq > 0 ? seq : null;
}

function withSearch(path: string, search: URLSearchParams): string {
  return search.size > 0 ? `${path}?${search}` : path;
}
