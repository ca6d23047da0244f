import { X } from 'lucide-react';
import { useState } from 'react';
import { refuseField } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import { pollText } from '#contract/poll-text.ts';
import { useActions } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { timeInField } from '#ui/parts/end-times.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { Plus } from '#ui/parts/icons.ts';
import { Switch } from '#ui/parts/switch.tsx';
import { newPollWords } from './new-poll-words.ts';

interface NewPollProps {
  conversationId: string;
  /** The poll is on its way. */
  onDone?: (() => void) | undefined;
  onClose: () => void;
}

/** Asks a poll. It goes by the outbox, as a message does. */
export function NewPoll({ conversationId, onDone, onClose }: NewPollProps) {
  const { send } = useActions();
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState(['', '']);
  const [multiple, setMultiple] = useState(false);
  const [anonymous, setAnonymous] = useState(false);
  const [end, setEnd] = useState('');

  const ask = async () => {
    const poll = { question: question.trim(), options: options.map((text) => text.trim()).filter(Boolean) };
    requireWhole(poll);
    const closesAt = endOf(end);
    if (send(conversationId, pollText(poll), { poll: { ...poll, multiple, anonymous, closesAt } }))
      onDone?.();
  };
  const setOption = (index: number, text: string) =>
    setOptions((before) => before.map((one, at) => (at === index ? text : one)));

  return (
    <FormDialog
      title={newPollWords.title}
      fields={['question', 'options', 'closesAt']}
      action={newPollWords.ask}
      onSubmit={ask}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <Field
            label={newPollWords.question}
            value={question}
            error={errors.question}
            onChange={(event) => setQuestion(event.target.value)}
            maxLength={limits.pollQuestion}
            autoComplete="off"
            dir="auto"
          />
          {options.map((text, index) => (
            <Field
              // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place until it is asked.
              key={index}
              label={newPollWords.option(index + 1)}
              value={text}
              error={index === 0 ? errors.options : undefined}
              onChange={(event) => setOption(index, event.target.value)}
              maxLength={limits.pollOption}
              autoComplete="off"
              dir="auto"
              end={
                options.length > limits.pollOptionsMin && (
                  <IconButton
                    label={newPollWords.remove(index + 1)}
                    onClick={() => setOptions((before) => before.filter((_, at) => at !== index))}
                  >
                    <X size={16} aria-hidden />
                  </IconButton>
                )
              }
            />
          ))}
          {options.length < limits.pollOptions && (
            <div>
              <Button onClick={() => setOptions((before) => [...before, ''])}>
                <Plus size={16} aria-hidden />
                {newPollWords.add}
              </Button>
            </div>
          )}
          <Switch
            label={newPollWords.multiple}
            hint={newPollWords.multipleHint}
            checked={multiple}
            onChange={setMultiple}
          />
          <Switch
            label={newPollWords.anonymous}
            hint={newPollWords.anonymousHint}
            checked={anonymous}
            onChange={setAnonymous}
          />
          <Field
            label={newPollWords.end}
            hint={newPollWords.endHint}
            type="datetime-local"
            value={end}
            error={errors.closesAt}
            onChange={(event) => setEnd(event.target.value)}
          />
        </>
      )}
    </FormDialog>
  );
}

function requireWhole({ question, options }: { question: string; options: string[] }): void {
  if (question === '') throw refuseField('question', newPollWords.noQuestion);
  if (options.length < limits.pollOptionsMin) throw refuseField('options', newPollWords.fewOptions);
  if (new Set(options).size < options.length) throw refuseField('options', newPollWords.sameOptions);
}

/** Null for none. Throws for a time that is no time to come. */
function endOf(field: string): string | null {
  if (field === '') return null;
  const time = timeInField(field);
  if (!time || time.getTime() <= Date.now()) throw refuseField('closesAt', newPollWords.past);
  return time.toISOString();
}
