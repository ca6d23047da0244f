import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SyncEffect, type SyncInput, type SyncPhase, step } from './phase.ts';

interface Walk {
  phase: SyncPhase;
  effects: (SyncEffect | null)[];
}

function walk(inputs: SyncInput[]): Walk {
  const start: Walk = { phase: 'offline', effects: [] };
  return inputs.reduce((way, input) => {
    const { phase, effect } = step(way.phase, input);
    return { phase, effects: [...way.effects, effect] };
  }, start);
}

describe('sync', () => {
  it('asks, fills and only then lets the outbox send', () => {
    expect(walk(['connected', 'answered', 'filled'])).toEqual({
      phase: 'live',
      effects: ['ask', 'fill', 'flush'],
    });
  });

  it('compares again without leaving live', () => {
    const { phase, effects } = walk(['connected', 'answered', 'filled', 'overdue', 'answered', 'filled']);
    expect(phase).toBe('live');
    expect(effects.slice(3)).toEqual(['ask', 'fill', null]);
  });

  it('hangs up when an answer does not come', () => {
    expect(walk(['connected', 'failed']).effects.at(-1)).toBe('hang-up');
    expect(walk(['failed']).effects).toEqual([null]);
  });

  it('is live only after an answer and a filling on the same connection', () => {
    const input = fc.constantFrom<SyncInput>('connected', 'lost', 'answered', 'filled', 'failed', 'overdue');
    fc.assert(
      fc.property(fc.array(input), (inputs) => {
        const { phase, effects } = walk(inputs);
        const since = inputs.slice(inputs.findLastIndex((item) => item === 'connected' || item === 'lost'));
        const isLive =
          since[0] === 'connected' &&
          since.includes('answered') &&
          since.indexOf('answered') < since.lastIndexOf('filled');
        expect(phase === 'live').toBe(isLive);
        effects.forEach((effect, index) => {
          if (effect === 'flush') expect(inputs[index]).toBe('filled');
        });
      }),
    );
  });
});
