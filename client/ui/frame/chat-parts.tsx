import { Activity, createContext, memo, type ReactNode, useContext, useEffect } from 'react';

/**
 * What the frame holds. The page names each part by itself, so that the browser evaluates its script and takes it
 * over in a task of its own: all at once, a phone would be deaf for half a second (docs/decisions/026-a-page-in-parts.md).
 */
export interface ChatParts {
  /** What is in the column of conversations. */
  list: ReactNode;
  /** The conversation or view that the address names. */
  column: ReactNode;
  /** Where one writes in that conversation. */
  composer: ReactNode;
}

export const ChatPartsContext = createContext<ChatParts | null>(null);

export function useChatParts(): ChatParts {
  const parts = useContext(ChatPartsContext);
  if (!parts) throw new Error('Chat is missing above this component');
  return parts;
}

/**
 * Where a part stands. What is drawn again around it leaves it alone: a boundary that is told of anything before the
 * browser has taken it over is taken over at once and in one go.
 */
export const Part = memo(function Part({ children, onDrawn }: { children: ReactNode; onDrawn?: () => void }) {
  return (
    <Activity>
      {children}
      {onDrawn && <Drawn onDrawn={onDrawn} />}
    </Activity>
  );
});

function Drawn({ onDrawn }: { onDrawn: () => void }) {
  useEffect(onDrawn, [onDrawn]);
  return null;
}
