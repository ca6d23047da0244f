import { useState } from 'react';
import { refuseField } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import type { ReportReason } from '#contract/reports.ts';
import { useActions } from '#state/hooks.ts';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { RadioList } from '#ui/parts/radio-list.tsx';
import { TextArea } from '#ui/parts/text-area.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { reportMessageWords } from './report-message-words.ts';
import { reasonWords } from './report-words.ts';

const reasons = Object.keys(reasonWords) as ReportReason[];

/** Asks those who look after the workspace to look at a message, and says what they will see of it. */
export function ReportMessage({ message, onClose }: { message: Message; onClose: () => void }) {
  const { call } = useActions();
  const [reason, setReason] = useState<ReportReason | null>(null);
  const [text, setText] = useState('');
  const send = async (signal: AbortSignal) => {
    if (reason === null) throw refuseField('reason', reportMessageWords.noReason);
    await call('report:create', { messageId: message.id, reason, words: text }, { signal });
    showToast({ text: reportMessageWords.sent, action: null });
  };
  return (
    <FormDialog
      title={reportMessageWords.title}
      lead={reportMessageWords.lead}
      fields={['reason', 'words']}
      action={reportMessageWords.send}
      onSubmit={send}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <RadioList
            legend={reportMessageWords.reason}
            value={reason}
            error={errors.reason}
            options={reasons.map((value) => ({ value, label: reasonWords[value] }))}
            onChange={setReason}
          />
          <TextArea
            label={reportMessageWords.words}
            value={text}
            error={errors.words}
            maxLength={limits.reportWords}
            onText={setText}
            dir="auto"
          />
        </>
      )}
    </FormDialog>
  );
}
