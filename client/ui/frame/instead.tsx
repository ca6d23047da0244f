import { StatusLine } from '#ui/composer/status-line.tsx';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useConversationList } from '#ui/navigation/use-conversation-list.ts';
import { Button } from '#ui/parts/button.tsx';
import { Notice } from '#ui/parts/notice.tsx';
import { words } from '#ui/words.ts';
import { BareHeader } from './bare-header.tsx';
import { nowhereWords } from './nowhere-words.ts';

interface InsteadProps {
  /** Why there is no conversation: none is open, it is not there any more, or not to be had now, it or its messages alone. */
  why: 'none' | 'gone' | 'unreachable' | 'not-kept';
  onRetry?: (() => void) | null;
}

/** What stands in the place of a conversation. */
export function Instead({ why, onRetry = null }: InsteadProps) {
  if (why === 'none') return <NoConversation />;
  if (why === 'gone') return <Gone />;
  if (why === 'unreachable') return <Unreachable onRetry={onRetry} />;
  return <NotKept />;
}

/** Beside the list, whose name is the page's heading. */
function NoConversation() {
  const openDialog = useOpenDialog();
  return (
    <>
      <Notice level="h2" title={nowhereWords.conversation.none} lead={nowhereWords.conversation.noneLead}>
        <Button look="primary" onClick={() => openDialog({ name: 'browse' })}>
          {words.sidebar.browse}
        </Button>
      </Notice>
      <StatusLine conversationId={null} />
    </>
  );
}

/** Not known in this browser, and the server cannot be asked. */
function Unreachable({ onRetry }: { onRetry: (() => void) | null }) {
  return (
    <>
      <BareHeader />
      <Notice title={words.conversation.unreachable} lead={words.conversation.unreachableLead}>
        {onRetry && <Button onClick={onRetry}>{words.timeline.tryAgain}</Button>}
      </Notice>
      <StatusLine conversationId={null} />
    </>
  );
}

function Gone() {
  const { go } = useNavigation();
  const { all } = useConversationList();
  const general = all[0]?.conversation.id ?? null;
  return (
    <>
      <BareHeader />
      <Notice title={nowhereWords.conversation.gone} lead={nowhereWords.conversation.goneLead}>
        <Button
          look="primary"
          onClick={() => go({ conversationId: general, message: null }, { replace: true })}
        >
          {nowhereWords.conversation.goGeneral}
        </Button>
      </Notice>
      <StatusLine conversationId={null} />
    </>
  );
}

/** A conversation that this browser never opened, offline. Not said when the cache answers within the moment. */
function NotKept() {
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center p-6 text-center animate-late">
      <p className="max-w-96 text-muted">{nowhereWords.conversation.offline}</p>
    </div>
  );
}
