import fc from 'fast-check';
import { operationCalls } from './operation-inputs.ts';
import { hostileText, hostileValue } from './values.ts';
import { type Frame, textFrame } from './websocket-line.ts';
import type { Workspace } from './workspace.ts';

const oddNames = [
  ...[
    'connect',
    'connect_error',
    'disconnect',
    'disconnecting',
    'newListener',
    'removeListener',
    'error',
    'message',
    'data',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', ' ', 'sync\u0000', 'user:me ', '\ud800'],
];

/** Names that no operation has: reserved ones, ones that objects have already, huge ones, ones that are no text. */
const oddName: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...oddNames) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 150_000 }).map((length) => 'n'.repeat(length)) },
  { weight: 1, arbitrary: hostileValue },
);

const acknowledgementIds = [
  '',
  '0',
  '7',
  '4294967296',
  '9007199254740993',
  '99999999999999999999999',
  '-1',
  '1.5',
  '0x1',
];
const namespaces = [
  '',
  '',
  '',
  '',
  '/,',
  '/admin,',
  '/__proto__,',
  '/?a=b,',
  '/\u0000,',
  `/${'n'.repeat(5_000)},`,
  '/x',
];

/** Events as Socket.IO's protocol 5 writes them, most of them good ones. */
function eventPackets(workspace: Workspace): fc.Arbitrary<string> {
  const call = operationCalls(workspace).map(({ name, input }): unknown[] => [name, input]);
  const odd = fc
    .tuple(oddName, fc.array(hostileValue, { maxLength: 4 }))
    .map(([name, values]) => [name, ...values]);
  const placeholder = fc.constantFrom<unknown[]>(
    ['user:me', { _placeholder: true, num: 0 }],
    ['sync', { _placeholder: true, num: -1 }],
    ['x', { _placeholder: true, num: 'length' }],
  );
  return fc
    .tuple(
      fc.constantFrom('2', '2', '2', '2', '3', '50-', '51-', '52-', '61-', '59999999999-', '5-', '5', '5-1-'),
      fc.constantFrom(...namespaces),
      fc.constantFrom(...acknowledgementIds),
      fc.oneof(
        { weight: 3, arbitrary: call },
        { weight: 3, arbitrary: odd },
        { weight: 1, arbitrary: placeholder },
        { weight: 1, arbitrary: hostileValue },
      ),
    )
    .map(([type, namespace, id, data]) => `4${type}${namespace}${id}${JSON.stringify(data) ?? ''}`);
}

/** Engine.IO and Socket.IO packets that mean something else, or nothing. */
const oddPacket = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      'b',
      'x',
      '2probe',
      '3probe',
      '40',
      '40{}',
      '40/admin,',
      '40/,{"token":"x"}',
    ],
    ...[
      '41',
      '41/admin,',
      '42',
      '42[',
      '42[]',
      '42{}',
      '42null',
      '42"x"',
      '421',
      '43',
      '43[]',
      '430[]',
      '43999999[{"ok":true}]',
    ],
    ...[
      '44',
      '44{"message":"x"}',
      '45',
      '451-',
      '4510-["x"]',
      '46',
      '461-1[{"_placeholder":true,"num":0}]',
      '47',
      '49',
      '4a',
      '4-1',
      '4\u0000',
    ],
    '0{"sid":"x","upgrades":[],"pingInterval":1,"pingTimeout":1,"maxPayload":1}',
  ),
  hostileText,
  hostileText.map((text) => `42${text}`),
  fc
    .integer({ min: 100, max: 20_000 })
    .map((depth) => `42["user:me",${'['.repeat(depth)}${']'.repeat(depth)}]`),
  fc
    .integer({ min: 100, max: 20_000 })
    .map((depth) => `420["user:update",{"name":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}]`),
  fc.integer({ min: 1, max: 5_000 }).map((count) => `420["sync"${',0'.repeat(count)}]`),
);

export function packets(workspace: Workspace): fc.Arbitrary<string> {
  return fc.oneof({ weight: 3, arbitrary: eventPackets(workspace) }, { weight: 2, arbitrary: oddPacket });
}

/** A packet in a frame of its own, and now and then a frame that is wrong in itself. */
export function frames(workspace: Workspace): fc.Arbitrary<Frame> {
  const text = packets(workspace).map(textFrame);
  const oddFrame = fc.record(
    {
      opcode: fc.constantFrom(0, 1, 2, 2, 2, 3, 7, 8, 9, 10, 11, 15),
      payload: fc.constantFrom(
        '',
        '4',
        '2',
        '\u00ff\u00fe',
        '\u00ed\u00a0\u0080',
        '\u0003\u00e8bye',
        '\u0000\u0001',
        'x'.repeat(200),
        'b4AAA',
      ),
      isFinal: fc.constantFrom(true, true, true, false),
      isMasked: fc.constantFrom(true, true, true, false),
      reserved: fc.constantFrom(0, 0, 0, 1, 4, 7),
      extraLength: fc.constantFrom(0, 0, 0, 1, 100, 1e6, 1e15),
    },
    { noNullPrototype: true },
  );
  return fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: oddFrame });
}
