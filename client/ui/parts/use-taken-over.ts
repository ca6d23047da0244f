import { useState, useSyncExternalStore } from 'react';

/** Whether the server drew this, so that somebody may have done something on the page before its script was there. */
export function useTakenOver(): boolean {
  const isTakingOver = useSyncExternalStore(never, no, yes);
  const [isTakenOver] = useState(isTakingOver);
  return isTakenOver;
}

const never = () => () => {};
const no = () => false;
const yes = () => true;
