'use client';

import { useEffect, useState } from 'react';
import { type CachedState, readCachedState } from '#state/kept/cached-state.ts';
import { AccountPage } from '#ui/account/account-page.tsx';
import { bodyReader } from '#ui/formatting/parsed.ts';
import { knownToolbar, toolbarCookie } from '#ui/formatting/toolbar-known.ts';
import { type Address, addressOf, isList, pathTo } from '#ui/navigation/address.ts';
import { recall } from '#ui/parts/cookie.ts';
import { ownTimeZone } from '#ui/parts/own-time-zone.ts';
import { words } from '#ui/words.ts';
import { Chat } from './chat.tsx';
import { ColumnPart } from './column-part.tsx';
import { ComposerPart } from './composer-part.tsx';
import { knownWidths } from './known-widths.ts';
import { ListPart } from './list-part.tsx';
import { nowhereWords } from './nowhere-words.ts';

const parts = { list: <ListPart />, column: <ColumnPart />, composer: <ComposerPart /> };

/** The chat as this browser last knew it, at the address asked for: what opens when the server does not answer. */
export function CachedChat() {
  const [cached, setCached] = useState<CachedState | null>();
  useEffect(() => {
    wearTheme();
    // Nothing waits for it: a server that does not answer must not hold up what is kept.
    bodyReader.load().catch(() => {});
    void readCachedState().then(setCached);
  }, []);

  if (cached === undefined) return <Waiting />;
  if (cached === null) return <NothingCached />;
  return (
    <Chat
      snapshot={cached.snapshot}
      opened={null}
      address={addressIn(cached)}
      now={Date.now()}
      timeZone={ownTimeZone()}
      widths={knownWidths(recall)}
      parts={parts}
    />
  );
}

/** The bare address leads to where one was last, as the server's home page leads somewhere. */
function addressIn({ lastOpened }: CachedState): Address {
  const address = addressOf(window.location);
  if (!(isList(address) && lastOpened)) return address;
  const last = { conversationId: lastOpened, message: null };
  window.history.replaceState(window.history.state, '', pathTo(last));
  return last;
}

/** This page is cached without anybody's cookies, so it does what the server does with them. */
function wearTheme(): void {
  const theme = recall('parley-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const toolbar = knownToolbar(recall(toolbarCookie));
  if (toolbar) document.documentElement.dataset.toolbar = toolbar;
}

/** For the moment until it is known what is kept: empty, but a page. */
function Waiting() {
  return (
    <main className="min-h-dvh bg-surface">
      <title>{words.product}</title>
      <h1 className="sr-only">{words.product}</h1>
    </main>
  );
}

function NothingCached() {
  const next = pathTo(addressOf(window.location));
  return (
    <AccountPage title={nowhereWords.offline.title} lead={nowhereWords.offline.lead}>
      <title>{words.pageTitle(nowhereWords.offline.title)}</title>
      <a
        href={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`}
        className="mt-5 inline-flex h-9 items-center rounded-control bg-accent px-3.5 text-small font-semibold text-accent-text hover:bg-accent-hover pointer-coarse:h-11"
      >
        {nowhereWords.offline.signIn}
      </a>
    </AccountPage>
  );
}
