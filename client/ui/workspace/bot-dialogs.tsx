import { useState } from 'react';
import type { Bot } from '#contract/bots.ts';
import { limits } from '#contract/limits.ts';
import { useActions } from '#state/hooks.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { Switch } from '#ui/parts/switch.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { asInput, TokenTerms, usualTerms } from '#ui/parts/token-terms.tsx';
import { botsWords } from './bots-words.ts';

/** What is being done with a bot. */
export type BotTask =
  | { kind: 'new' }
  | { kind: 'rename' | 'rotate' | 'disable' | 'enable' | 'remove'; bot: Bot };

interface BotDialogProps {
  task: BotTask;
  /** A token was made: it is shown now or never. */
  onSecret: (secret: string) => void;
  onClose: () => void;
}

export function BotDialog({ task, onSecret, onClose }: BotDialogProps) {
  switch (task.kind) {
    case 'new':
      return <NewBot onSecret={onSecret} onClose={onClose} />;
    case 'rename':
      return <Rename bot={task.bot} onClose={onClose} />;
    case 'rotate':
      return <Rotate bot={task.bot} onSecret={onSecret} onClose={onClose} />;
    case 'disable':
    case 'enable':
    case 'remove':
      return <Sure kind={task.kind} bot={task.bot} onClose={onClose} />;
  }
}

type OneBot = Pick<BotDialogProps, 'onClose'> & { bot: Bot };

function NewBot({ onSecret, onClose }: Omit<BotDialogProps, 'task'>) {
  const { call } = useActions();
  const [name, setName] = useState('');
  const [handle, setHandle] = useState('');
  const [isGuest, setGuest] = useState(false);
  const [terms, setTerms] = useState(usualTerms);
  const make = async (signal: AbortSignal) => {
    const made = await call(
      'bot:create',
      {
        ...{ name, role: isGuest ? 'guest' : 'member', ...asInput(terms) },
        ...(handle.trim() === '' ? {} : { handle }),
      },
      { signal },
    );
    onSecret(made.token.secret);
  };
  return (
    <FormDialog
      title={botsWords.makeTitle}
      fields={['name', 'handle', 'scopes']}
      action={botsWords.makeAction}
      onSubmit={make}
      onClose={onClose}
    >
      {({ errors }) => (
        <>
          <Names name={name} handle={handle} onName={setName} onHandle={setHandle} errors={errors} />
          <Switch label={botsWords.role} hint={botsWords.roleHint} checked={isGuest} onChange={setGuest} />
          <TokenTerms of="bot" terms={terms} onChange={setTerms} error={errors.scopes} />
        </>
      )}
    </FormDialog>
  );
}

interface NamesProps {
  name: string;
  handle: string;
  onName: (name: string) => void;
  onHandle: (handle: string) => void;
  errors: Record<string, string>;
}

function Names({ name, handle, onName, onHandle, errors }: NamesProps) {
  return (
    <>
      <Field
        label={botsWords.name}
        value={name}
        onChange={(event) => onName(event.target.value)}
        error={errors.name}
        maxLength={limits.userName}
        autoComplete="off"
        dir="auto"
      />
      <Field
        label={botsWords.handle}
        hint={botsWords.handleHint}
        value={handle}
        onChange={(event) => onHandle(event.target.value)}
        error={errors.handle}
        // One more for the `@` that may be typed before it.
        maxLength={limits.handle + 1}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="auto"
      />
    </>
  );
}

function Rename({ bot: { user }, onClose }: OneBot) {
  const { call } = useActions();
  const [name, setName] = useState(user.name);
  const [handle, setHandle] = useState(user.handle);
  return (
    <FormDialog
      title={botsWords.renameTitle}
      fields={['name', 'handle']}
      action={botsWords.save}
      onSubmit={(signal) =>
        call('bot:update', { id: user.id, name, ...(handle === user.handle ? {} : { handle }) }, { signal })
      }
      onClose={onClose}
    >
      {({ errors }) => (
        <Names name={name} handle={handle} onName={setName} onHandle={setHandle} errors={errors} />
      )}
    </FormDialog>
  );
}

function Rotate({ bot: { user, token }, onSecret, onClose }: OneBot & Pick<BotDialogProps, 'onSecret'>) {
  const { call } = useActions();
  const [terms, setTerms] = useState({ ...usualTerms, scopes: token?.scopes ?? usualTerms.scopes });
  return (
    <FormDialog
      title={botsWords.rotateTitle(user.name)}
      lead={botsWords.rotateLead}
      fields={['scopes']}
      action={botsWords.rotateAction}
      onSubmit={async (signal) => {
        const { secret } = await call('bot:rotate', { id: user.id, ...asInput(terms) }, { signal });
        onSecret(secret);
      }}
      onClose={onClose}
    >
      {({ errors }) => <TokenTerms of="bot" terms={terms} onChange={setTerms} error={errors.scopes} />}
    </FormDialog>
  );
}

const sure = {
  disable: {
    title: botsWords.disableTitle,
    lead: botsWords.disableLead,
    action: botsWords.disable,
    done: botsWords.disabled,
  },
  enable: {
    title: botsWords.enableTitle,
    lead: botsWords.enableLead,
    action: botsWords.enable,
    done: botsWords.enabled,
  },
  remove: {
    title: botsWords.removeTitle,
    lead: botsWords.removeLead,
    action: botsWords.remove,
    done: botsWords.removed,
  },
} as const;

/** Asks once more, and says what will happen. */
function Sure({ kind, bot: { user }, onClose }: OneBot & { kind: keyof typeof sure }) {
  const { call } = useActions();
  const { title, lead, action, done } = sure[kind];
  const carryOut = (signal: AbortSignal) => {
    const { id } = user;
    if (kind === 'remove') return call('user:remove', { id, messages: 'keep' }, { signal });
    return call(kind === 'disable' ? 'user:suspend' : 'user:reactivate', { id }, { signal });
  };
  return (
    <FormDialog
      title={title(user.name)}
      lead={lead}
      fields={[]}
      action={action}
      onSubmit={async (signal) => {
        await carryOut(signal);
        showToast({ text: done, action: null });
      }}
      onClose={onClose}
    >
      {() => null}
    </FormDialog>
  );
}
