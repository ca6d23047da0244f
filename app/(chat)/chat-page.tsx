import type { ReactNode } from 'react';
import { bridge } from '#bridge.ts';
import { readBodies } from '#ui/formatting/read-bodies.ts';
import type { ChatProps } from '#ui/frame/chat.tsx';
import { ColumnPart } from '#ui/frame/column-part.tsx';
import { ComposerPart } from '#ui/frame/composer-part.tsx';
import { ListPart } from '#ui/frame/list-part.tsx';
import { ServiceWorker } from '#ui/frame/service-worker.tsx';
import { appearance } from './appearance.ts';
import { GivenChat } from './given-chat.tsx';

interface ChatPageProps extends Pick<ChatProps, 'snapshot' | 'opened' | 'address'> {
  /** What this page alone does, with the list. */
  beside?: ReactNode;
}

/** The whole chat, its parts named one by one: a script for each, which the browser takes over one after the other. */
export async function ChatPage({ snapshot, opened, address, beside }: ChatPageProps) {
  const { cursor, ...rest } = snapshot;
  const read = readBodies(opened?.page.items ?? []);
  const state = JSON.stringify({ snapshot: rest, opened, read });
  const list = beside ? (
    <>
      <ListPart />
      {beside}
    </>
  ) : (
    <ListPart />
  );
  const parts = { list, column: <ColumnPart />, composer: <ComposerPart /> };
  return (
    <>
      <GivenChat state={state} cursor={cursor} address={address} {...(await appearance())} parts={parts} />
      <ServiceWorker wanted={!bridge().development} />
    </>
  );
}
