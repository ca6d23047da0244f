import type { HookDelivery, OutgoingHook } from '#contract/hooks.ts';
import { useActions, useConnection, useConversationFacts } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { usePages } from '#ui/parts/use-pages.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { failureWord, hookWords } from './hook-words.ts';

/** What a webhook was told, each try, and the way to tell it again. */
export function HookLog({ hook, onClose }: { hook: OutgoingHook; onClose: () => void }) {
  const { call } = useActions();
  const { items, waiting, more, refresh } = usePages<HookDelivery>({
    ask: (cursor) =>
      call('outgoing-hook:deliveries', { id: hook.id, ...(cursor === null ? {} : { cursor }) }),
    idOf: ({ id }) => id,
    query: hook.id,
    version: useConnection() === 'live' ? 'live' : '',
  });
  const { busy, message, submit } = useSubmit([]);
  const replay = (deliveryId: string) =>
    void submit(async (signal) => {
      await call('outgoing-hook:replay', { id: hook.id, deliveryId }, { signal });
      showToast({ text: hookWords.replayed(hook.name), action: null });
      refresh();
    });
  return (
    <Dialog title={hookWords.logTitle(hook.name)} lead={hookWords.logLead} wide onClose={onClose}>
      <DialogBody>
        <p role="alert" className={message ? 'text-small text-danger' : 'sr-only'}>
          {message}
        </p>
        {items.length > 0 && (
          <ul aria-label={hookWords.logList} className="flex flex-col divide-y divide-border">
            {items.map((delivery) => (
              <Delivery key={delivery.id} delivery={delivery} busy={busy} onReplay={replay} />
            ))}
          </ul>
        )}
        {items.length === 0 && !waiting && <p className="text-muted">{hookWords.noLog}</p>}
        {more && (
          <div>
            <Button onClick={more}>{hookWords.more}</Button>
          </div>
        )}
      </DialogBody>
    </Dialog>
  );
}

interface DeliveryProps {
  delivery: HookDelivery;
  busy: boolean;
  onReplay: (id: string) => void;
}

function Delivery({ delivery, busy, onReplay }: DeliveryProps) {
  const { id, type, at, status, reason, took, attempt, answer, conversationId } = delivery;
  const { now, timeZone } = useClock();
  const conversation = useConversationFacts(conversationId);
  const isTaken = reason === '';
  const outcome = isTaken
    ? hookWords.taken(status ?? 0, took)
    : [status, failureWord(reason)].filter((part) => part !== null).join(' ');
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="flex min-w-0 flex-1 basis-60 flex-col">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-semibold">{hookWords.event[type]}</span>
          {conversation?.name && (
            <bdi className="text-small text-muted wrap-anywhere">#{conversation.name}</bdi>
          )}
        </span>
        <span className="text-small text-muted">
          {shortTime(at, now, timeZone)}
          {' · '}
          <span className={isTaken ? '' : 'text-danger'}>{outcome}</span>
          {hookWords.tryOf(attempt)}
        </span>
        {!isTaken && answer !== '' && (
          <bdi className="line-clamp-2 font-mono text-small text-muted wrap-anywhere">{answer}</bdi>
        )}
      </div>
      <Button look="plain" busy={busy} onClick={() => onReplay(id)}>
        {hookWords.replay}
      </Button>
    </li>
  );
}
