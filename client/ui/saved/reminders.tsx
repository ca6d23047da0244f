import { useEffect, useRef } from 'react';
import { useChat } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { savedWords } from './saved-words.ts';

/** Says that it is time for something that was saved, whenever there is more of that than before. */
export function Reminders() {
  const due = useChat(({ saved }) => saved.due);
  const { address, go } = useNavigation();
  const told = useRef(0);
  const isThere = address.view === 'saved';
  useEffect(() => {
    const isMore = due > told.current;
    told.current = due;
    if (!isMore || isThere) return;
    const run = () => go({ conversationId: null, message: null, view: 'saved' });
    showToast({ text: savedWords.due(due), action: { word: savedWords.look, run } });
  }, [due, isThere, go]);
  return null;
}
