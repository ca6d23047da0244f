import { expect, test } from 'vitest';
import { userId } from '#contract/ids.ts';
import { fieldView } from './field-view.ts';
import { withDraft } from './nouns/drafts.ts';
import { channelId, otherId, testMessage, testSnapshot } from './nouns/fixtures.ts';
import { receive } from './nouns/messages.ts';
import { withPresence } from './nouns/presence.ts';
import { createChatStore } from './store.ts';

test('whoever looks at one field hears of no other', () => {
  const store = createChatStore(testSnapshot());
  const heard: string[] = [];
  const stops = (['users', 'presence', 'conversations', 'drafts'] as const).map((field) =>
    fieldView(store, field).subscribe(() => heard.push(field)),
  );
  store.setState((state) => withDraft(state, channelId, 'a'));
  store.setState((state) => receive(state, channelId, [testMessage(1, 1)]));
  store.setState((state) => withPresence(state, [{ userId: userId.parse(otherId), status: 'online' }]));
  store.setState((state) => ({ ...state }));
  expect(heard).toEqual(['drafts', 'conversations', 'presence']);
  for (const stop of stops) stop();
  store.setState((state) => withDraft(state, channelId, 'b'));
  expect(heard).toHaveLength(3);
});

test('it is the same one for the same field', () => {
  const store = createChatStore(testSnapshot());
  expect(fieldView(store, 'users')).toBe(fieldView(store, 'users'));
  expect(fieldView(store, 'users')).not.toBe(fieldView(store, 'typing'));
});
