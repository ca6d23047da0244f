import { addressOf } from '#ui/navigation/address.ts';
import type { Block, Inline, Item } from './tree.ts';

/** A link to a message of some workspace: whether it is this one is known where the page is. */
export interface Permalink {
  href: string;
  /** The conversation, and what `contract/quotes.ts` calls a reference. */
  home: string;
  reference: string;
}

/** So many messages are quoted in one. */
const most = 3;
const id = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The addresses of messages that stand bare in what somebody wrote, not in code, and not as words that lead there. */
export function permalinksIn(blocks: readonly Block[]): Permalink[] {
  const found = new Map<string, Permalink>();
  for (const href of addressesIn(blocks)) {
    const { conversationId: home, message, panel } = addressOf(new URL(href));
    const seqs = panel?.kind === 'thread' ? [panel.rootSeq, panel.reply] : [message];
    if (!home || !id.test(home) || !seqs[0]) continue;
    const reference = [home, ...seqs].filter(Boolean).join(':');
    if (found.size < most) found.set(reference, { href, home, reference });
  }
  return [...found.values()];
}

function addressesIn(pieces: readonly (Block | Inline | Item)[]): string[] {
  return pieces.flatMap((piece) => {
    if (typeof piece === 'string' || !('of' in piece)) return [];
    if ('href' in piece) return piece.isAddress ? [piece.href] : [];
    return addressesIn(piece.of);
  });
}
