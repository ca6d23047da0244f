import { describe, expect, it } from 'vitest';
import { userId } from '#contract/ids.ts';
import { changesOver, joined, laidOver } from './changes.ts';
import { meId, otherId, testChange, testMessage } from './fixtures.ts';
import type { Change, PendingChange } from './state.ts';

const me = userId.parse(meId);
const messages = [1, 2, 3].map((seq) => testMessage(seq, seq, { authorId: meId }));
const [, second] = messages;
if (!second) throw new Error('There is no second message');

const change = (n: number, what: Change, facts: Partial<PendingChange> = {}) =>
  testChange(n, { messageId: second.id, seq: 2, change: what, ...facts });
const edit = (n: number, body: string, facts: Partial<PendingChange> = {}) =>
  change(n, { kind: 'edit', body, basedOn: 'T0' }, facts);
const react = (n: number, given: boolean, facts: Partial<PendingChange> = {}) =>
  change(n, { kind: 'react', emoji: '👍', given }, facts);
const was = { body: 'back', mentions: [], editedAt: null, reactions: [] };

describe('what waits over a message', () => {
  it('is the list itself where nothing waits', () => {
    expect(laidOver(messages, [], me)).toBe(messages);
    expect(laidOver(messages, [testChange(9)], me)).toBe(messages);
  });

  it('makes another object of the touched message alone, and the same one again for the same', () => {
    const waiting = [edit(1, 'better')];
    const shown = laidOver(messages, waiting, me);
    expect(shown[1]).toMatchObject({ body: 'better', editedAt: '2026-01-01T00:00:00.001Z' });
    expect([shown[0] === messages[0], shown[2] === messages[2]]).toEqual([true, true]);
    expect(changesOver(shown[1] ?? second)).toEqual(waiting);
    expect(changesOver(second)).toEqual([]);
    const arrived = [...messages, testMessage(4, 4)];
    expect(laidOver(arrived, waiting, me)[1]).toBe(shown[1]);
    expect(laidOver(messages, [...waiting, react(2, true)], me)[1]).not.toBe(shown[1]);
  });

  it.each<[string, PendingChange[], object]>([
    ['a reaction', [react(1, true)], { reactions: [{ emoji: '👍', userIds: [meId] }] }],
    ['a deletion', [edit(1, 'x'), change(2, { kind: 'delete' })], { body: '', reactions: [] }],
    [
      'a deletion taken back',
      [change(1, { kind: 'delete' }, { attempted: true }), change(2, { kind: 'restore', was })],
      { body: 'back', deletedAt: null },
    ],
    ['what was refused', [edit(1, 'x', { state: 'failed' })], { body: second.body }],
  ])('shows %s', (_, waiting, expected) => {
    expect(laidOver(messages, waiting, me)[1]).toMatchObject(expected);
  });

  it('does not lie over another message that has its position', () => {
    const foreign = testChange(2, { messageId: testChange(3).messageId });
    expect(laidOver(messages, [foreign], me)).toBe(messages);
  });

  it('leaves the reactions of others', () => {
    const given = { ...second, reactions: [{ emoji: '👍', userIds: [userId.parse(otherId), me] }] };
    expect(laidOver([given], [react(1, false)], me)[0]?.reactions).toEqual([
      { emoji: '👍', userIds: [otherId] },
    ]);
  });
});

describe('a change that joins the queue', () => {
  const asked = { attempted: true };
  it.each<[string, PendingChange[], PendingChange, leave: number[], comes: boolean]>([
    ['alone', [], react(2, true), [], true],
    ['giving and taking back', [react(1, true)], react(2, false), [0], false],
    ['giving twice', [react(1, true)], react(2, true), [], false],
    ['taking back what is on its way', [react(1, true, asked)], react(2, false), [], true],
    ['two edits', [edit(1, 'one')], edit(2, 'two'), [0], true],
    ['an edit after one on its way', [edit(1, 'one', asked)], edit(2, 'two'), [], true],
    ['editing back to what there is', [edit(1, 'one')], edit(2, second.body), [0], false],
    ['editing back what is on its way', [edit(1, 'one', asked)], edit(2, second.body), [], true],
    ['an edit after a refused one', [edit(1, 'one', { state: 'failed' })], edit(2, 'two'), [0], true],
    ['undoing a deletion', [change(1, { kind: 'delete' })], change(2, { kind: 'restore', was }), [0], false],
    [
      'undoing one on its way',
      [change(1, { kind: 'delete' }, asked)],
      change(2, { kind: 'restore', was }),
      [],
      true,
    ],
    ['deleting what was edited', [edit(1, 'one')], change(2, { kind: 'delete' }), [], true],
    ['another message', [testChange(1)], testChange(3), [], true],
  ])('%s', (_, queue, next, leave, comes) => {
    const result = joined(queue, next, second);
    expect(result.leave).toEqual(leave.map((index) => queue[index]));
    expect(result.next?.clientId ?? null).toBe(comes ? next.clientId : null);
  });

  it('is made from the same text as the edit whose place it takes', () => {
    const next = edit(2, 'two', { change: { kind: 'edit', body: 'two', basedOn: 'T1' } });
    expect(joined([edit(1, 'one')], next, second).next?.change).toMatchObject({ basedOn: 'T0' });
  });
});
