import { useConnection } from '#state/hooks.ts';

/** One sentence about what is possible, there only while the server cannot be reached. */
export function OfflineNote({ text }: { text: string }) {
  if (useConnection() !== 'offline') return null;
  return <p className="rounded-control bg-sunken px-3 py-2 text-small text-muted">{text}</p>;
}
