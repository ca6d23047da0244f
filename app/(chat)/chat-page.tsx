import { Chat, type ChatProps } from '#ui/frame/chat.tsx';
import { ColumnPart } from '#ui/frame/column-part.tsx';
import { ComposerPart } from '#ui/frame/composer-part.tsx';
import { ListPart } from '#ui/frame/list-part.tsx';
import { appearance } from './appearance.ts';

/** The whole chat, its parts named one by one: a script for each, which the browser takes over one after the other. */
export async function ChatPage(props: Pick<ChatProps, 'snapshot' | 'opened' | 'address'>) {
  const parts = { list: <ListPart />, column: <ColumnPart />, composer: <ComposerPart /> };
  return <Chat {...props} {...(await appearance())} parts={parts} />;
}
