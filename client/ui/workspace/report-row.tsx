import type { Report } from '#contract/reports.ts';
import { useActions } from '#state/hooks.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { addressOfMessage } from '#ui/navigation/message-address.ts';
import { isPlainPress, useNavigation } from '#ui/navigation/navigation.tsx';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { FormError } from '#ui/parts/field.tsx';
import { Sentence } from '#ui/parts/sentence.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { reasonWords, reportWords } from './report-words.ts';
import { ReportedFiles } from './reported-files.tsx';

interface ReportRowProps {
  report: Report;
  onDecide: () => void;
  onClosed: () => void;
}

/** One report: what was written, by whom and where, who minds it and why, and what can be done. */
export function ReportRow({ report, onDecide, onClosed }: ReportRowProps) {
  const { call } = useActions();
  const { busy, message, submit } = useSubmit([]);
  const { author, reporter, conversationName, body, current, words, reports } = report;
  const dismiss = async () => {
    if (!(await submit((signal) => call('report:close', { id: report.id, measures: [] }, { signal }))))
      return;
    showToast({ text: reportWords.closedNow, action: null });
    onClosed();
  };
  return (
    <li className="flex flex-col gap-2 rounded-card border border-border p-4">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-semibold">
          <Sentence
            names={[author.name, conversationName ?? reportWords.direct]}
            text={([who, where]) => reportWords.wrote(who, where)}
          />
        </span>
        <When time={report.writtenAt} />
      </p>
      {body !== '' && <Quoted text={body} />}
      <ReportedFiles report={report} />
      {current === null ? (
        <p className="text-small text-muted">{reportWords.gone}</p>
      ) : (
        current !== body && (
          <>
            <p className="text-small text-muted">{reportWords.edited}</p>
            <Quoted text={current} />
          </>
        )
      )}
      <p className="text-small">
        <span className="font-semibold">{reasonWords[report.reason]}.</span>{' '}
        <span className="text-muted">
          {reporter ? (
            <Sentence names={[reporter.name]} text={([who]) => reportWords.reported(who)} />
          ) : (
            reportWords.reportedOwn
          )}
          {', '}
          <When time={report.createdAt} />
          {reports > 1 && `, ${reportWords.several(reports)}`}
        </span>
      </p>
      {words && (
        <p dir="auto" className="text-small whitespace-pre-wrap wrap-anywhere">
          {words}
        </p>
      )}
      <FormError message={message} />
      <div className="flex flex-wrap items-center gap-2">
        {report.closedAt === null ? (
          <>
            <Button look="primary" onClick={onDecide}>
              {reportWords.act}
            </Button>
            <Button busy={busy} onClick={() => void dismiss()}>
              {reportWords.dismiss}
            </Button>
          </>
        ) : (
          <Ended report={report} />
        )}
        <Place report={report} />
      </div>
    </li>
  );
}

function When({ time }: { time: string }) {
  const { now, timeZone } = useClock();
  return (
    <time
      dateTime={time}
      title={exactTime(time, timeZone)}
      className="text-small font-normal text-muted tabular-nums"
    >
      {shortTime(time, now, timeZone)}
    </time>
  );
}

function Quoted({ text }: { text: string }) {
  return (
    <blockquote
      dir="auto"
      className="max-h-48 overflow-y-auto rounded-control bg-sunken p-3 whitespace-pre-wrap wrap-anywhere"
    >
      {text}
    </blockquote>
  );
}

function Ended({ report: { closedBy, closedAt, measures } }: { report: Report }) {
  const what = measures.map((measure) => reportWords.said[measure]).join(', ');
  return (
    <p className="text-small">
      <Sentence
        names={[closedBy?.name ?? reportWords.somebody]}
        text={([who]) => (measures.length === 0 ? reportWords.dismissed(who) : reportWords.ended(who, what))}
      />{' '}
      {closedAt && <When time={closedAt} />}
    </p>
  );
}

/** The way to the message, for those who may go there. */
function Place({ report: { address, conversationId, seq } }: { report: Report }) {
  const { go } = useNavigation();
  if (!address) return null;
  const goal = addressOfMessage({ id: conversationId, ...address }, seq);
  return (
    <a
      href={pathTo(goal)}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        event.preventDefault();
        go(goal);
      }}
      className="inline-flex min-h-6 items-center rounded-control px-1 text-small text-link hover:underline pointer-coarse:min-h-11"
    >
      {reportWords.show}
    </a>
  );
}
