'use client';

import { useNavigation } from '#ui/navigation/navigation.tsx';
import { ConversationColumn } from './conversation-column.tsx';
import { ViewColumn } from './view-column.tsx';

export function ColumnPart() {
  const { address } = useNavigation();
  const { view, query = '' } = address;
  return view ? (
    <ViewColumn key={view} name={view} query={query} />
  ) : (
    <ConversationColumn address={address} />
  );
}
