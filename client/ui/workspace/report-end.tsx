import { useState } from 'react';
import { limits } from '#contract/limits.ts';
import type { Report, ReportMeasure } from '#contract/reports.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { TextArea } from '#ui/parts/text-area.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { reportWords } from './report-words.ts';

interface ReportEndProps {
  report: Report;
  onClosed: () => void;
  onClose: () => void;
}

/** What is done about a reported message, said before it is done. */
export function ReportEnd({ report, onClosed, onClose }: ReportEndProps) {
  const { call } = useActions();
  const { id: myId } = useMe();
  const [measures, setMeasures] = useState<readonly ReportMeasure[]>([]);
  const [warning, setWarning] = useState('');
  const isOwn = report.author.id === myId;
  const isOffered: Record<ReportMeasure, boolean> = {
    remove: report.current !== null,
    warn: !isOwn,
    suspend: !isOwn,
  };
  const offered = (['remove', 'warn', 'suspend'] as const).filter((measure) => isOffered[measure]);
  const close = async (signal: AbortSignal) => {
    await call('report:close', { id: report.id, measures: [...measures], warning }, { signal });
    showToast({ text: reportWords.closedNow, action: null });
    onClosed();
  };
  return (
    <FormDialog
      title={reportWords.title}
      lead={isOwn ? reportWords.decideOwnLead : reportWords.decideLead(isolated(report.author.name))}
      fields={['warning']}
      action={reportWords.decide}
      onSubmit={close}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          {offered.map((measure) => (
            <label
              key={measure}
              className="flex min-h-8 items-start gap-3 rounded-control py-1 pointer-coarse:min-h-11"
            >
              <input
                type="checkbox"
                checked={measures.includes(measure)}
                onChange={({ target }) =>
                  setMeasures(
                    target.checked ? [...measures, measure] : measures.filter((other) => other !== measure),
                  )
                }
                className="mt-1 size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0">
                {reportWords.measures[measure]}
                <span className="block text-small text-muted">{reportWords.hints[measure]}</span>
              </span>
            </label>
          ))}
          {measures.includes('warn') && (
            <TextArea
              label={reportWords.warning}
              value={warning}
              error={errors.warning}
              maxLength={limits.warning}
              onText={setWarning}
              dir="auto"
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
