import { useEffect, useState } from 'react';
import type { Poll } from '#contract/polls.ts';
import { useActions, useChat, useConnection, useMe } from '#state/hooks.ts';
import { choiceIn } from '#state/nouns/polls.ts';

const nothing: readonly number[] = [];

/**
 * What I have chosen in a poll, as the server has it. Where the poll does not say it, it is asked for, once for each
 * connection; what I choose meanwhile, on any device, is announced to me.
 */
export function useChoice(messageId: string, poll: Poll): readonly number[] {
  const me = useMe();
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const told = useChat(({ choices }) => choices[messageId]);
  const [asked, setAsked] = useState<readonly number[]>(nothing);
  const own = choiceIn(poll, me.id);
  const isMissing = own === null;
  useEffect(() => {
    if (!(isMissing && isLive)) return;
    let isCurrent = true;
    call('poll:among', { messageIds: [messageId] }).then(
      ({ items: [item] }) => isCurrent && setAsked(item?.options ?? nothing),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [call, messageId, isMissing, isLive]);
  useEffect(() => {
    if (told) setAsked(told);
  }, [told]);
  return own ?? asked;
}
