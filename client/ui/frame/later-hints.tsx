import { useHere } from './later-here.ts';

/** What buttons mean. */
export function LaterHints() {
  const here = useHere();
  return here && <here.Hints />;
}
