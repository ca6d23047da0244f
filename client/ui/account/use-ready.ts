import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False until the script is there: a form that would be sent by the browser itself must wait for it. */
export function useReady(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
