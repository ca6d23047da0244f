import { useEffect, useRef, useState } from 'react';
import type { Quote } from '#contract/quotes.ts';
import { useActions, useChat, useConnection, useUser } from '#state/hooks.ts';
import { useQuote } from '#state/later-hooks.ts';
import { addressOf } from '#ui/navigation/address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { Avatar } from '#ui/parts/avatar.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { calledName, nameOf } from '#ui/parts/conversation-name.ts';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { useExcerpt } from './excerpt.ts';
import { HeldRows } from './held-rows.tsx';
import type { Permalink } from './permalinks.ts';
import { quoteWords } from './quote-words.ts';

/** A card for each permalink whose message the reader may see. */
export function QuoteCards({ links }: { links: readonly Permalink[] }) {
  return links.map((link) => <QuotePlace key={link.reference} link={link} />);
}

/** How far from the screen a quote is asked for, in px. */
const near = 600;

/** A card, the room for it until its message is known, or nothing. */
function QuotePlace({ link }: { link: Permalink }) {
  const { href, home, reference } = link;
  const { wantQuotes } = useActions();
  const connection = useConnection();
  const quote = useQuote(home, reference);
  const isOurs = new URL(href).origin === window.location.origin;
  const isUnknown = quote === undefined;
  const [isNear, setNear] = useState(false);
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = place.current;
    if (!element || isNear || !isOurs) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true),
      { root: element.closest('[data-scroller]'), rootMargin: `${near}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [isNear, isOurs]);

  // Again when it was forgotten, and with each connection.
  useEffect(() => {
    if (isNear && (isUnknown || connection === 'live')) wantQuotes([reference]);
  }, [isNear, isUnknown, connection, wantQuotes, reference]);

  const isThere = isOurs && (isUnknown || Boolean(quote?.body || quote?.files.length));
  return (
    <HeldRows held={isThere}>
      <div ref={place} className={isThere ? 'h-23 pt-3' : ''}>
        {isThere && quote && <Card quote={quote} href={href} />}
      </div>
    </HeldRows>
  );
}

function Card({ quote, href }: { quote: Quote; href: string }) {
  const { go } = useNavigation();
  const { now, timeZone } = useClock();
  const author = useUser(quote.authorId);
  const excerpt = useExcerpt(quote);
  const where = usePlaceName(quote);
  return (
    <a
      href={href}
      // Reached from its message, which is the stop of the Tab key.
      tabIndex={-1}
      data-quote
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        go(addressOf(new URL(href)));
      }}
      className="group/quote flex h-20 max-w-[36rem] gap-2.5 overflow-hidden rounded-card border border-border bg-raised px-3 py-2 -outline-offset-2 hover:border-border-strong"
    >
      <span aria-hidden className="shrink-0 pt-0.5">
        <Avatar id={quote.authorId} name={author?.name ?? null} picture={author?.pictureId} size="small" />
      </span>
      <span className="min-w-0 flex-1 text-small leading-5">
        <span className="flex min-w-0 items-baseline gap-x-2">
          <span className="min-w-0 truncate font-semibold">
            <UserName user={author} />
          </span>
          <span className="min-w-0 truncate text-tiny text-muted">{where}</span>
          <time
            dateTime={quote.createdAt}
            title={exactTime(quote.createdAt, timeZone)}
            className="shrink-0 text-tiny whitespace-nowrap text-muted tabular-nums"
          >
            {shortTime(quote.createdAt, now, timeZone)}
          </time>
          <span className="ms-auto shrink-0 ps-2 text-tiny font-semibold text-link group-hover/quote:underline max-sm:sr-only">
            {quoteWords.go}
          </span>
        </span>
        <span dir="auto" className="line-clamp-2 whitespace-pre-line wrap-anywhere">
          {excerpt}
        </span>
      </span>
    </a>
  );
}

/** Where it stands, by the name of today where that is known. */
function usePlaceName({ conversationId, parentId, channel }: Quote): string {
  const known = useChat(({ conversations, users, me }) => {
    const conversation = conversations[parentId ?? conversationId];
    return conversation ? calledName(conversation, nameOf(conversation, users, me.id)) : null;
  });
  const place = known ?? (channel === null ? quoteWords.direct : `#${isolated(channel)}`);
  return parentId === null ? place : quoteWords.inThread(place);
}
