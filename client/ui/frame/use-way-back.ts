import { useLayoutEffect, useRef, useState } from 'react';
import { type Address, pathTo } from '#ui/navigation/address.ts';
import { useLeftPositions } from '#ui/timeline/left-positions.ts';

/**
 * A jump within a conversation keeps where one was, and the browser's way back leads there.
 * @returns how often it did: the timeline opens anew then, where it was left
 */
export function useWayBack(id: string, address: Address): number {
  const positions = useLeftPositions();
  const [count, setCount] = useState(0);
  const before = useRef(address);
  // Before anything has moved: the timeline tells where it stands only when it has come to rest.
  useLayoutEffect(() => {
    const left = pathTo(before.current);
    const path = pathTo(address);
    const kept = address.isReturn && positions.get(path);
    const now = positions.get(id);
    if (kept) {
      positions.delete(path);
      positions.set(id, kept);
      setCount((times) => times + 1);
    } else if (now && left !== path && (address.message !== null || address.at)) positions.set(left, now);
    before.current = address;
  }, [id, address, positions]);
  return count;
}
