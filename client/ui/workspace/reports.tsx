import { useState } from 'react';
import type { Report } from '#contract/reports.ts';
import { useActions, useChat, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { usePages } from '#ui/parts/use-pages.ts';
import { ListEnd } from './list-end.tsx';
import { ReportEnd } from './report-end.tsx';
import { ReportRow } from './report-row.tsx';
import { reportWords } from './report-words.ts';

/** What members reported: what waits, the oldest first, and what was done, the latest first. */
export function Reports() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const [closed, setClosed] = useState(false);
  const [asked, setAsked] = useState<Report | null>(null);
  const waiting = useChat(({ reports }) => reports);
  const reports = usePages<Report>({
    ask: (cursor) => call('report:list', { closed, ...(cursor ? { cursor } : {}) }),
    idOf: ({ id }) => id,
    query: `${closed}`,
    version: `${isLive} ${waiting}`,
  });

  return (
    <>
      <p className="text-muted">{reportWords.lead}</p>
      <fieldset className="flex gap-2">
        <legend className="sr-only">{reportWords.which}</legend>
        {[false, true].map((each) => (
          <Button
            key={`${each}`}
            look={each === closed ? 'plain' : 'quiet'}
            aria-pressed={each === closed}
            onClick={() => setClosed(each)}
          >
            {each ? reportWords.closed : reportWords.open}
          </Button>
        ))}
      </fieldset>
      <ul className="flex flex-col gap-3">
        {reports.items
          .filter((report) => (report.closedAt !== null) === closed)
          .map((report) => (
            <ReportRow
              key={report.id}
              report={report}
              onDecide={() => setAsked(report)}
              onClosed={reports.refresh}
            />
          ))}
      </ul>
      <ListEnd list={reports} empty={closed ? reportWords.noneClosed : reportWords.none} />
      {asked && <ReportEnd report={asked} onClosed={reports.refresh} onClose={() => setAsked(null)} />}
    </>
  );
}
