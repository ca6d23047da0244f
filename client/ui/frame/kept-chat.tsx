'use client';

import { useEffect, useState } from 'react';
import { type CachedState, readCachedState } from '#state/kept/cached-state.ts';
import { AccountPage } from '#ui/account/account-page.tsx';
import { recall } from '#ui/parts/cookie.ts';
import { knownWidth } from '#ui/sidebar/width.ts';
import { words } from '#ui/words.ts';
import { type Place, pathTo, placeOf } from './address.ts';
import { Chat } from './chat.tsx';

/** The chat as this browser last knew it, at the address asked for: what opens when the server does not answer. */
export function KeptChat() {
  const [kept, setKept] = useState<CachedState | null>();
  useEffect(() => {
    wearTheme();
    void readCachedState().then(setKept);
  }, []);

  if (kept === undefined) return <title>{words.product}</title>;
  if (kept === null) return <NothingKept />;
  return (
    <Chat
      snapshot={kept.snapshot}
      opened={null}
      place={placeIn(kept)}
      now={Date.now()}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'}
      sidebarWidth={knownWidth(recall('parley-sidebar') ?? undefined)}
    />
  );
}

/** The bare address leads to where one was last, as the server's home page leads somewhere. */
function placeIn({ lastOpened }: CachedState): Place {
  const place = placeOf(window.location);
  if (place.conversationId || !lastOpened) return place;
  const last = { conversationId: lastOpened, message: null };
  window.history.replaceState(window.history.state, '', pathTo(last));
  return last;
}

/** This page is kept without anybody's cookies, so it does what the server does with them. */
function wearTheme(): void {
  const theme = recall('parley-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
}

function NothingKept() {
  const next = pathTo(placeOf(window.location));
  return (
    <AccountPage title={words.offline.title} lead={words.offline.lead}>
      <title>{words.pageTitle(words.offline.title, 0)}</title>
      <a
        href={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`}
        className="mt-5 inline-flex h-9 items-center rounded-control bg-accent px-3.5 text-small font-semibold text-accent-text hover:bg-accent-hover pointer-coarse:h-11"
      >
        {words.offline.signIn}
      </a>
    </AccountPage>
  );
}
