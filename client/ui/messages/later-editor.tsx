import { useCallback } from 'react';
import { useActions, useEdit } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { words } from '#ui/words.ts';
import type { Entry } from './entry.ts';

/** Most who read do not edit: its script is not in the page's first. */
export const messageEditor = loadLater(async () => (await import('./message-editor.tsx')).MessageEditor);

/** The editor in the place of a message's text, once it is here. */
export function LaterEditor({ entry }: { entry: Entry }) {
  const { conversationId, clientId } = entry;
  const edit = useEdit(conversationId);
  const { endEdit } = useActions();
  const announce = useAnnounce();
  const fail = useCallback(() => {
    endEdit(conversationId);
    announce(words.failure);
  }, [endEdit, announce, conversationId]);
  const isWanted = edit?.clientId === clientId;
  const Editor = useLater(messageEditor, isWanted, fail);
  return isWanted && Editor && <Editor entry={entry} edit={edit} />;
}
