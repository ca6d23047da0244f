import { ChevronRight } from 'lucide-react';
import type { MyConversation } from '#contract/conversations.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Pin } from '#ui/parts/icons.ts';
import { detailsWords } from './details-words.ts';

/** To the pinned messages, which take the place of the details. */
export function Pins({ conversation: { id, pinCount } }: { conversation: MyConversation }) {
  const { address, go } = useNavigation();
  const open = () =>
    go({ conversationId: id, message: address.message, panel: { kind: 'pins' } }, { replace: true });
  return (
    <button
      type="button"
      onClick={open}
      className="-mx-2 flex min-h-8 w-[calc(100%+1rem)] items-center gap-2 rounded-control px-2 text-start hover:bg-strong pointer-coarse:min-h-11"
    >
      <Pin size={16} aria-hidden className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate font-semibold">{detailsWords.pins}</span>{' '}
      <span className="text-muted tabular-nums">{pinCount}</span>
      <ChevronRight size={16} aria-hidden className="shrink-0 text-muted rtl:-scale-x-100" />
    </button>
  );
}
