import { useState } from 'react';
import type { ManagedPerson } from '#contract/managed-people.ts';
import { useMe, useUser } from '#state/hooks.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { BesideHandle, Handle } from '#ui/parts/handle.tsx';
import { MemberDialog, type MemberQuestion } from './member-dialog.tsx';
import { MemberMenu } from './member-menu.tsx';
import { memberWords } from './member-words.ts';

interface MemberRowProps {
  person: ManagedPerson;
  onChanged: () => void;
}

/** Somebody with their address, role and state; what the server announces of them meanwhile stands here at once. */
export function MemberRow({ person: listed, onChanged }: MemberRowProps) {
  const { id: myId } = useMe();
  const known = useUser(listed.id);
  const [question, setQuestion] = useState<MemberQuestion | null>(null);
  const person = known
    ? { ...listed, name: known.name, role: known.role, state: known.state, pictureId: known.pictureId }
    : listed;
  return (
    <li className="flex items-center gap-2.5 border-b border-border py-2 last:border-b-0">
      <Avatar id={person.id} name={person.name} picture={person.pictureId} size="medium" />
      <div className="min-w-0 flex-1">
        <p>
          <BesideHandle
            name={
              <span className="font-semibold">
                <bdi>{person.name}</bdi>
                {person.id === myId && <span className="font-normal text-muted"> ({memberWords.you})</span>}
              </span>
            }
          >
            <Handle user={person} />
          </BesideHandle>
        </p>
        <Facts person={person} />
      </div>
      <span className="shrink-0 text-end text-small">
        <span className="block">{memberWords.roles[person.role]}</span>
        {person.state !== 'active' && (
          <span className="block font-semibold text-danger">{memberWords.states[person.state]}</span>
        )}
      </span>
      {person.isManaged ? (
        <MemberMenu person={person} onAsk={setQuestion} onChanged={onChanged} />
      ) : (
        <span className="w-8 pointer-coarse:w-11" />
      )}
      {question && (
        <MemberDialog
          question={question}
          person={person}
          onDone={onChanged}
          onClose={() => setQuestion(null)}
        />
      )}
    </li>
  );
}

function Facts({ person: { kind, email, lastSeenAt, state } }: { person: ManagedPerson }) {
  const { now, timeZone } = useClock();
  const seen = lastSeenAt ? memberWords.seen(shortTime(lastSeenAt, now, timeZone)) : memberWords.nowhere;
  return (
    <p className="text-small wrap-anywhere text-muted">
      {kind === 'bot' ? memberWords.bot : email}
      {kind === 'person' && state === 'active' && ` · ${seen}`}
    </p>
  );
}
