import { useEffect, useState } from 'react';
import { useActions, useChat, useConnection } from '#state/hooks.ts';

/** How many reports wait: as the server says when it is asked, and as it announces from then on. */
export function useOpenReports(): number {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const announced = useChat(({ reports }) => reports);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (!isLive) return;
    let isGone = false;
    call('report:summary', {}).then(
      ({ open }) => isGone || setAsked(open),
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [call, isLive]);
  return announced ?? asked;
}
