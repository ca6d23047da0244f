import { useState } from 'react';
import { useActions, useChatState } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Dialog } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { shareWords } from './share-words.ts';
import { sharedText } from './shared-text.ts';
import { TargetList } from './target-list.tsx';
import type { Target } from './targets.ts';

/** Puts what another app shares into the composer of the conversation that is chosen: nothing is sent by itself. */
export function ShareDialog({ search, onClose }: { search: string; onClose: () => void }) {
  const { createConversation, setDraft } = useActions();
  const state = useChatState();
  const { go } = useNavigation();
  const { message, submit } = useSubmit([]);
  const [text] = useState(() => sharedText(search));
  const place = async ({ conversation, user }: Target, signal: AbortSignal) => {
    if (conversation) return conversation.id;
    return (await createConversation({ kind: 'direct', memberIds: user ? [user.id] : [] }, { signal })).id;
  };
  const choose = (target: Target) =>
    void submit(async (signal) => {
      const id = await place(target, signal);
      const before = state().drafts[id] ?? '';
      setDraft(id, before === '' ? text : `${before}\n${text}`);
      onClose();
      go({ conversationId: id, message: null }, { replace: true });
    });
  const close = () => {
    onClose();
    go({ conversationId: null, message: null }, { replace: true });
  };
  return (
    <Dialog title={shareWords.title} wide onClose={close}>
      <FormError message={message} />
      <TargetList onChoose={choose} />
    </Dialog>
  );
}
