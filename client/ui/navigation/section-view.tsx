import { type ComponentType, useCallback, useId, useState } from 'react';
import type { Me } from '#contract/users.ts';
import { useMe } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import type { Icon } from '#ui/parts/icons.ts';
import { type Later, useLater } from '#ui/parts/load-later.ts';
import { Notice } from '#ui/parts/notice.tsx';
import { words } from '#ui/words.ts';
import { pathTo, type SectionedView } from './address.ts';
import { isPlainPress, useNavigation } from './navigation.tsx';

/** One page of a view that has several, with its link beside it. */
export interface Section {
  /** The last part of its address. */
  name: string;
  title: string;
  icon: Icon;
  /** Fetched when it is first opened. */
  content: Later<ComponentType>;
  /** Whether it is there for me; left out: it is there for everybody. */
  isFor?: (me: Me) => boolean;
  /** What in it waits for me, as the link says. */
  count?: () => number;
}

interface SectionViewProps {
  view: SectionedView;
  /** Names the list of links. */
  label: string;
  sections: readonly Section[];
  /** The section that is asked for; empty: none in particular. */
  current: string;
  /** Said where nothing of it is there for me. */
  refusal: { title: string; lead: string };
}

/** Links to the sections beside the one that is open; on a phone, one or the other. */
export function SectionView({ view, label, sections, current, refusal }: SectionViewProps) {
  const me = useMe();
  const mine = sections.filter(({ isFor }) => isFor?.(me) ?? true);
  const open = mine.find(({ name }) => name === current) ?? (current === '' ? mine[0] : undefined);
  if (!open) return <Notice level="h2" {...refusal} />;
  return (
    <div className="flex min-h-0 flex-1">
      <nav
        aria-label={label}
        className={`w-full shrink-0 overflow-y-auto p-2 md:w-52 md:border-e md:border-border ${current ? 'max-md:hidden' : ''}`}
      >
        <ul className="flex flex-col gap-px">
          {mine.map((section) => (
            <li key={section.name}>
              <SectionLink view={view} section={section} isHere={section === open} />
            </li>
          ))}
        </ul>
      </nav>
      <div className={`min-w-0 flex-1 overflow-y-auto ${current ? '' : 'max-md:hidden'}`}>
        <SectionContent key={open.name} section={open} />
      </div>
    </div>
  );
}

interface SectionLinkProps {
  view: SectionedView;
  section: Section;
  isHere: boolean;
}

function SectionLink({ view, section, isHere }: SectionLinkProps) {
  const { name, title, icon: Icon, count } = section;
  const { go } = useNavigation();
  const goal = { conversationId: null, message: null, view, query: name };
  const waiting = count?.() ?? 0;
  return (
    <a
      href={pathTo(goal)}
      aria-label={words.sidebar.viewCount(title, waiting)}
      aria-current={isHere ? 'page' : undefined}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        go(goal);
      }}
      className={`flex h-8 items-center gap-2 rounded-control px-2 -outline-offset-2 pointer-coarse:h-11 ${isHere ? 'text-text md:bg-strong' : 'text-muted hover:bg-strong/60'}`}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
      <span className="min-w-0 flex-1 truncate">{title}</span>
      {waiting > 0 && (
        <span
          aria-hidden
          // Drawn, not written: it stands in the link's name, between other characters.
          data-drawn={words.few(waiting)}
          className="drawn-text min-w-5 rounded-full bg-accent px-1.5 text-center text-tiny leading-5 font-semibold text-accent-text tabular-nums"
        />
      )}
    </a>
  );
}

function SectionContent({ section: { title, content } }: { section: Section }) {
  const [hasFailed, setFailed] = useState(false);
  const fail = useCallback(() => setFailed(true), []);
  const Content = useLater(content, !hasFailed, fail);
  const heading = useId();
  if (hasFailed)
    return (
      <Notice level="h2" title={words.conversation.unreachable} lead={words.conversation.unreachableLead}>
        <Button onClick={() => setFailed(false)}>{words.timeline.tryAgain}</Button>
      </Notice>
    );
  return (
    <section aria-labelledby={heading} className="flex max-w-[46rem] flex-col gap-6 px-4 py-5 md:px-6">
      <h2 id={heading} className="text-[1.0625rem] leading-6 font-semibold">
        {title}
      </h2>
      {Content && <Content />}
    </section>
  );
}
