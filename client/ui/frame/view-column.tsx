import { useCallback, useState } from 'react';
import { StatusLine } from '#ui/composer/status-line.tsx';
import type { ViewName } from '#ui/navigation/address.ts';
import { Button } from '#ui/parts/button.tsx';
import { useLater } from '#ui/parts/load-later.ts';
import { Notice } from '#ui/parts/notice.tsx';
import { TimelineSkeleton } from '#ui/timeline/timeline-skeleton.tsx';
import { words } from '#ui/words.ts';
import { BareHeader } from './bare-header.tsx';
import { views } from './views.ts';

/** A view under its heading, or what stands there until its script is here. */
export function ViewColumn({ name, query }: { name: ViewName; query: string }) {
  const { title, content } = views[name];
  const [hasFailed, setFailed] = useState(false);
  const fail = useCallback(() => setFailed(true), []);
  const Content = useLater(content, !hasFailed, fail);
  return (
    <>
      <BareHeader>
        <h1 className="px-2 font-semibold md:px-3">{title}</h1>
      </BareHeader>
      {Content && <Content query={query} />}
      {!(Content || hasFailed) && <TimelineSkeleton />}
      {hasFailed && (
        <Notice level="h2" title={words.conversation.unreachable} lead={words.conversation.unreachableLead}>
          <Button onClick={() => setFailed(false)}>{words.timeline.tryAgain}</Button>
        </Notice>
      )}
      <StatusLine conversationId={null} />
    </>
  );
}
