import { useId, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions } from '#state/hooks.ts';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { notifyWords } from '#ui/parts/notify-words.ts';
import { Switch } from '#ui/parts/switch.tsx';
import { words } from '#ui/words.ts';

interface NotifyProps {
  conversation: MyConversation;
  onClose: () => void;
}

const levels = ['all', 'mentions', 'nothing'] as const;

/** How much of a conversation one wants to notice; for oneself, on all one's devices. */
export function Notify({ conversation, onClose }: NotifyProps) {
  const { call } = useActions();
  const [level, setLevel] = useState(conversation.level);
  const [muted, setMuted] = useState(conversation.muted);
  const name = useId();

  const save = async (signal: AbortSignal) => {
    const changes = {
      ...(level === conversation.level ? {} : { level }),
      ...(muted === conversation.muted ? {} : { muted }),
    };
    if (Object.keys(changes).length > 0)
      await call('conversation:notify', { conversationId: conversation.id, ...changes }, { signal });
  };

  return (
    <FormDialog
      title={words.notify.title}
      lead={notifyWords.lead}
      fields={['level', 'muted']}
      action={words.save}
      onSubmit={save}
      onClose={onClose}
    >
      {() => (
        <>
          <fieldset className="flex flex-col gap-1">
            <legend className="pb-1 text-small font-semibold">{notifyWords.level}</legend>
            {levels.map((each) => (
              <label
                key={each}
                className="flex min-h-8 items-start gap-3 rounded-control py-1 pointer-coarse:min-h-11"
              >
                <input
                  type="radio"
                  name={name}
                  checked={level === each}
                  onChange={() => setLevel(each)}
                  className="mt-1 size-4 shrink-0 accent-accent"
                />
                <span className="min-w-0">
                  {notifyWords.levels[each]}
                  <span className="block text-small text-muted">{notifyWords.hints[each]}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <div className="border-t border-border pt-4">
            <Switch
              label={notifyWords.mute}
              hint={notifyWords.muteHint}
              checked={muted}
              onChange={setMuted}
            />
          </div>
        </>
      )}
    </FormDialog>
  );
}
