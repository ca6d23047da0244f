import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, cursorOf, type Input, long } from './case.ts';
import { daysAhead, NOBODY } from './world.ts';

const poll: Input = ({ open }) => ({
  conversationId: open.id,
  clientId: '019a0000-0000-7000-8000-00000000d701',
  question: 'Which day?',
  options: ['Monday', 'Tuesday'],
});
const scheduled: Input = ({ secret }) => ({
  conversationId: secret.id,
  clientId: '019a0000-0000-7000-8000-00000000d702',
  body: 'tomorrow',
  sendAt: daysAhead(1),
});
const reminder: Input = () => ({
  clientId: '019a0000-0000-7000-8000-00000000d703',
  text: 'tea',
  remindAt: daysAhead(1),
});
const inPoll =
  (options: number[]): Input =>
  (world) => ({ messageId: world.poll.id, options });

/** Cases of polls, of messages that wait for their time, and of reminders. */
export const laterCases = {
  'poll:create': {
    as: 'ben',
    mayBeNull: 'closesAt',
    good: [
      poll,
      poll,
      (world) => ({
        ...{
          ...poll(world),
          clientId: '019a0000-0000-7000-8000-00000000d704',
          multiple: true,
          anonymous: true,
        },
        ...{ closesAt: daysAhead(1), options: ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'Ten'] },
      }),
    ],
    statuses: [201, 200, 201],
    refused: [
      ['in a channel that one is not in', 'cy', poll, 'forbidden'],
      [
        "in another's private conversation",
        'cy',
        (world) => ({ ...poll(world), conversationId: world.secret.id }),
        'not_found',
      ],
      ['one option', 'ben', (world) => ({ ...poll(world), options: ['Monday'] }), 'invalid', 'options'],
      [
        'eleven options',
        'ben',
        (world) => ({ ...poll(world), options: Array.from({ length: 11 }, (_, at) => `Day ${at}`) }),
        'invalid',
        'options',
      ],
      [
        'the same option twice',
        'ben',
        (world) => ({ ...poll(world), options: ['Monday', ' Monday '] }),
        'invalid',
        'options',
      ],
      [
        'an empty option',
        'ben',
        (world) => ({ ...poll(world), options: ['Monday', ' '] }),
        'invalid',
        'options.1',
      ],
      [
        'an invisible question',
        'ben',
        (world) => ({ ...poll(world), question: '\u200b' }),
        'invalid',
        'question',
      ],
      [
        'a question that is too long',
        'ben',
        (world) => ({ ...poll(world), question: long(limits.pollQuestion) }),
        'invalid',
        'question',
      ],
      [
        'an end that is over',
        'ben',
        (world) => ({ ...poll(world), closesAt: '2020-01-01T00:00:00Z' }),
        'invalid',
        'closesAt',
      ],
    ],
  },
  'poll:vote': {
    as: 'ben',
    good: [inPoll([1]), inPoll([1]), inPoll([])],
    refused: [
      ['in a channel that one is not in', 'cy', inPoll([0]), 'forbidden'],
      ['an option that is not there', 'ben', inPoll([2]), 'invalid', 'options'],
      ['two where one may choose one', 'ben', inPoll([0, 1]), 'invalid', 'options'],
      [
        'a message that is no poll',
        'ben',
        ({ reply }) => ({ messageId: reply.id, options: [0] }),
        'conflict',
      ],
      [
        "in another's private conversation",
        'cy',
        ({ message }) => ({ messageId: message.id, options: [0] }),
        'not_found',
      ],
    ],
  },
  'poll:close': {
    as: 'ada',
    good: [(world) => ({ messageId: world.poll.id }), (world) => ({ messageId: world.poll.id })],
    refused: [
      ["another's", 'ben', (world) => ({ messageId: world.poll.id }), 'forbidden'],
      ["in another's private conversation", 'cy', ({ message }) => ({ messageId: message.id }), 'not_found'],
    ],
  },
  'poll:among': {
    as: 'ben',
    good: [(world) => ({ messageIds: [world.poll.id, NOBODY] })],
    refused: [
      [
        'too many',
        'ben',
        (world) => ({ messageIds: Array.from({ length: 101 }, () => world.poll.id) }),
        'invalid',
        'messageIds',
      ],
    ],
  },
  'scheduled:create': {
    as: 'ben',
    good: [
      scheduled,
      scheduled,
      ({ thread }) => ({
        ...{
          conversationId: thread.id,
          clientId: '019a0000-0000-7000-8000-00000000d705',
          body: 'in the thread',
        },
        ...{ alsoInParent: true, sendAt: daysAhead(3) },
      }),
    ],
    statuses: [201, 200, 201],
    refused: [
      ["in another's private conversation", 'cy', scheduled, 'not_found'],
      [
        'in a channel that one is not in',
        'cy',
        (world) => ({ ...scheduled(world), conversationId: world.open.id }),
        'forbidden',
      ],
      ['nothing to say', 'ben', (world) => ({ ...scheduled(world), body: ' ' }), 'invalid', 'body'],
      [
        'a time that is over',
        'ben',
        (world) => ({ ...scheduled(world), sendAt: '2020-01-01T00:00:00Z' }),
        'invalid',
        'sendAt',
      ],
      [
        'years ahead',
        'ben',
        (world) => ({ ...scheduled(world), sendAt: daysAhead(400) }),
        'invalid',
        'sendAt',
      ],
      [
        'also in the parent of no thread',
        'ben',
        (world) => ({ ...scheduled(world), alsoInParent: true }),
        'invalid',
        'alsoInParent',
      ],
      [
        'the clientId of a message',
        'ada',
        (world) => ({ ...scheduled(world), clientId: world.message.clientId }),
        'conflict',
        'clientId',
      ],
    ],
  },
  'scheduled:list': {
    as: 'ben',
    good: [() => ({}), () => ({ limit: 1, cursor: cursorOf('2026-01-01T00:00:00.000Z') })],
    refused: [['an invented cursor', 'ben', () => ({ cursor: 'here' }), 'invalid', 'cursor']],
  },
  'scheduled:update': {
    as: 'ben',
    good: [
      (world) => ({ id: world.scheduled.id, body: 'other words' }),
      (world) => ({ id: world.scheduled.id, sendAt: daysAhead(4) }),
    ],
    refused: [
      ["another's", 'cy', (world) => ({ id: world.scheduled.id, body: 'not mine' }), 'not_found'],
      [
        'a time that is over',
        'ben',
        (world) => ({ id: world.scheduled.id, sendAt: '2020-01-01T00:00:00Z' }),
        'invalid',
        'sendAt',
      ],
    ],
  },
  'scheduled:delete': {
    as: 'ben',
    good: [(world) => ({ id: world.spareScheduled.id })],
    refused: [["another's", 'cy', (world) => ({ id: world.scheduled.id }), 'not_found']],
  },
  'scheduled:send': {
    as: 'ben',
    good: [(world) => ({ id: world.scheduled.id })],
    refused: [["another's", 'cy', (world) => ({ id: world.scheduled.id }), 'not_found']],
  },
  'reminder:create': {
    as: 'ben',
    good: [reminder, reminder],
    statuses: [201, 200],
    refused: [
      ['of nothing', 'ben', (world) => ({ ...reminder(world), text: '\n' }), 'invalid', 'text'],
      [
        'of too much',
        'ben',
        (world) => ({ ...reminder(world), text: long(limits.reminderText) }),
        'invalid',
        'text',
      ],
      [
        'a time that is over',
        'ben',
        (world) => ({ ...reminder(world), clientId: NOBODY, remindAt: '2020-01-01T00:00:00Z' }),
        'invalid',
        'remindAt',
      ],
    ],
  },
  'reminder:list': {
    as: 'ben',
    good: [() => ({}), () => ({ limit: 1, cursor: cursorOf('2026-01-01T00:00:00.000Z') })],
    refused: [['an invented cursor', 'ben', () => ({ cursor: 'here' }), 'invalid', 'cursor']],
  },
  'reminder:update': {
    as: 'ben',
    good: [
      (world) => ({ id: world.reminder.id, text: 'coffee' }),
      (world) => ({ id: world.reminder.id, remindAt: daysAhead(4) }),
    ],
    refused: [["another's", 'cy', (world) => ({ id: world.reminder.id, text: 'not mine' }), 'not_found']],
  },
  'reminder:delete': {
    as: 'ben',
    good: [(world) => ({ id: world.reminder.id })],
    refused: [["another's", 'cy', (world) => ({ id: world.reminder.id }), 'not_found']],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
