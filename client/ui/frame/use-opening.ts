import { useCallback, useEffect, useState } from 'react';
import { useActions, useChatState } from '#state/hooks.ts';
import type { FoundDay } from '#ui/jump/find-day.ts';
import type { Address } from '#ui/navigation/address.ts';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { loadLater } from '#ui/parts/load-later.ts';
import { seqLeftAt, useLeftPositions } from '#ui/timeline/left-positions.ts';
import type { Pointing } from '#ui/timeline/pointing.ts';
import { useWayBack } from './use-way-back.ts';

/** Few addresses name a day. */
export const dayFinder = loadLater(async () => (await import('#ui/jump/find-day.ts')).findDay);

interface Opening {
  /** Loads what the address names: a message, a day, or where the conversation was left. Rejects with a Refusal. */
  open: () => Promise<void>;
  pointing: Pointing;
  /** How often the way back led here: the timeline opens anew each time. */
  returns: number;
}

/** Where in a conversation an address leads. */
export function useOpening(id: string, address: Address): Opening {
  const actions = useActions();
  const state = useChatState();
  const timeZone = useTimeZone();
  const positions = useLeftPositions();
  const returns = useWayBack(id, address);
  const { message, at } = address;
  // Pressed again, the same link leads there again.
  const press = message === null && !at ? null : address;
  const [found, setFound] = useState<(FoundDay & { press: Address | null }) | null>(null);
  const day = found?.press === press ? found : null;

  const open = useCallback(async () => {
    const first =
      at && message === null ? await (await dayFinder.load())({ actions, state, id, at, timeZone }) : null;
    const seq = message ?? first?.seq ?? seqLeftAt(positions, id);
    await actions.open(id, seq === null ? undefined : { seq });
    setFound(first && { ...first, press });
    if (returns > 0 && seq === null) await actions.jumpToLatest(id);
  }, [actions, state, id, message, at, press, timeZone, returns, positions]);

  useEffect(() => () => actions.close(id), [actions, id]);

  const pointing = { message: message ?? day?.seq ?? null, press, note: day?.note ?? null };
  return { open, pointing, returns };
}
