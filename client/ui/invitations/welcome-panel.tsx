import { type ReactNode, useEffect, useState } from 'react';
import type { Welcome } from '#contract/invitations.ts';
import { useActions, useChat, useMe } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Button } from '#ui/parts/button.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { Panel } from '#ui/parts/panel.tsx';
import { usePanelHeading } from '#ui/parts/panel-room.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { welcomeWords } from './invitation-words.ts';
import { InviteForm } from './invite-form.tsx';
import { PickChannels } from './pick-channels.tsx';

interface WelcomePanelProps {
  onClose: () => void;
  /** What changes the panel's width. */
  children: ReactNode;
}

/** What greets whoever has just come in: the first with the way to let others in, the others with who invited them. */
export function WelcomePanel({ onClose, children }: WelcomePanelProps) {
  const { role } = useMe();
  const { call } = useActions();
  const workspace = useChat((state) => state.workspace.name);
  const Heading = usePanelHeading(1);
  const [welcome, setWelcome] = useState<Welcome | null>(null);
  useEffect(() => {
    let current = true;
    call('welcome:get', {}).then(
      (answer) => current && setWelcome(answer),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [call]);

  const isFirst = welcome?.alone && role === 'owner';
  const title = isFirst ? welcomeWords.firstTitle : welcomeWords.title;
  return (
    <Panel label={title} title={title} onClose={onClose}>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-x-hidden overflow-y-auto px-4 py-5">
        <Heading className="text-[1.0625rem] leading-6 font-semibold wrap-anywhere">
          {welcomeWords.hello(isolated(workspace))}
        </Heading>
        {isFirst && (
          <>
            <p className="text-muted">{welcomeWords.first}</p>
            <InviteForm usual="25" />
          </>
        )}
        {welcome?.inviterId && <Inviter id={welcome.inviterId} name={welcome.inviterName ?? ''} />}
        {welcome && !isFirst && role !== 'guest' && <PickChannels onDone={onClose} />}
        {welcome && role === 'guest' && (
          <div>
            <Button look="primary" onClick={onClose}>
              {welcomeWords.start}
            </Button>
          </div>
        )}
      </div>
      {children}
    </Panel>
  );
}

/** Who invited me, with the way to write to them. */
function Inviter({ id, name }: { id: string; name: string }) {
  const { createConversation } = useActions();
  const { go } = useNavigation();
  const { busy, message, submit } = useSubmit([]);
  const write = (signal: AbortSignal) =>
    createConversation({ kind: 'direct', memberIds: [id] }, { signal }).then((found) =>
      go({ conversationId: found.id, message: null }),
    );
  return (
    <div className="flex flex-col gap-3">
      <p className="wrap-anywhere">{welcomeWords.invited(isolated(name))}</p>
      <FormError message={message} />
      <div className="grid grid-cols-[minmax(0,max-content)]">
        <Button busy={busy} onClick={() => void submit(write)}>
          <span className="truncate">{welcomeWords.write(isolated(name))}</span>
        </Button>
      </div>
    </div>
  );
}
