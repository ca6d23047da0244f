import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import { KeyRound, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Passkey } from '#contract/passkeys.ts';
import { Button } from '#ui/parts/button.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { fullDay } from '#ui/parts/dates.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { securityWords } from './security-words.ts';

interface PartProps {
  title: string;
  lead: string;
  children: ReactNode;
}

/** One way to guard the account: what it is, how it stands, and what to do about it. */
export function Part({ title, lead, children }: PartProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 border-t border-border pt-5">
      <div>
        <h3 className="font-semibold">{title}</h3>
        <p className="text-small text-muted">{lead}</p>
      </div>
      {children}
    </section>
  );
}

interface AppPartProps {
  since: string | null;
  onSetUp: () => void;
  /** Left out: it cannot be turned off here. */
  onTurnOff?: () => void;
}

export function AppPart({ since, onSetUp, onTurnOff }: AppPartProps) {
  const timeZone = useTimeZone();
  const words = securityWords.app;
  return (
    <Part title={words.title} lead={words.lead}>
      {since !== null && <p className="text-small">{words.on(fullDay(since, timeZone))}</p>}
      <div>
        {since === null ? (
          <Button onClick={onSetUp}>{words.setUp}</Button>
        ) : (
          onTurnOff && <Button onClick={onTurnOff}>{words.turnOff}</Button>
        )}
      </div>
    </Part>
  );
}

interface PasskeysPartProps {
  passkeys: readonly Passkey[];
  onAdd: () => void;
  /** Left out: none can be removed here. */
  onRemove?: (passkey: Passkey) => void;
}

export function PasskeysPart({ passkeys, onAdd, onRemove }: PasskeysPartProps) {
  const words = securityWords.passkeys;
  return (
    <Part title={words.title} lead={words.lead}>
      {passkeys.length > 0 && (
        <ul className="flex flex-col gap-1">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} {...(onRemove ? { onRemove } : {})} />
          ))}
        </ul>
      )}
      {browserSupportsWebAuthn() ? (
        <div>
          <Button onClick={onAdd}>{words.add}</Button>
        </div>
      ) : (
        <p className="text-small text-muted">{words.unknown}</p>
      )}
    </Part>
  );
}

function PasskeyRow({ passkey, onRemove }: { passkey: Passkey } & Pick<PasskeysPartProps, 'onRemove'>) {
  const timeZone = useTimeZone();
  const words = securityWords.passkeys;
  const { name, createdAt, lastUsedAt } = passkey;
  const used = lastUsedAt === null ? words.neverUsed : words.used(fullDay(lastUsedAt, timeZone));
  return (
    <li className="flex items-center gap-3">
      <KeyRound size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate">
          {name}
        </p>
        <p className="text-tiny text-muted">{`${words.added(fullDay(createdAt, timeZone))}, ${used}`}</p>
      </div>
      {onRemove && (
        <IconButton label={words.remove(name)} onClick={() => onRemove(passkey)}>
          <Trash2 size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
