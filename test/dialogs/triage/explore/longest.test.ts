import { describe, expect, it } from 'vitest';
import { configuration, fresh } from '../../../../dialogs/triage/explore/configuration.ts';
import { type Edge, explore } from '../../../../dialogs/triage/explore/explore.ts';
import { deadEnds, longestWay } from '../../../../dialogs/triage/explore/longest.ts';
import { defaultPolicy } from '../../../../dialogs/triage/policy.ts';

const explored = explore({ policy: defaultPolicy });

describe('the longest way', () => {
  it('has every card that a managed computer can come by, each once, and needs no more than 32 taps', () => {
    const { taps, cards } = longestWay(explored);
    expect(taps).toBe(cards.length);
    expect(new Set(cards).size).toBe(cards.length);
    expect(taps).toBeLessThanOrEqual(32);
    expect(cards).toEqual(
      expect.arrayContaining(['device', 'internet', 'unlink', 'winsock', 'rejoin-check']),
    );
    expect(cards).not.toContain('security-software');
  });

  it('is longer by a card that comes in between', () => {
    const at = (step: 'internet' | 'restart' | 'resolved' | 'tls') => configuration(step, fresh);
    const edge = (from: ReturnType<typeof at>, to: ReturnType<typeof at>): Edge => ({
      from,
      event: 'not-fixed',
      says: 'not-fixed',
      given: null,
      to,
      kinds: new Set(['/']),
    });
    const begin: Edge = {
      ...edge(at('internet'), at('internet')),
      from: configuration('begin', fresh),
      event: 'begin',
    };
    const short = [begin, edge(at('internet'), at('restart')), edge(at('restart'), at('resolved'))];
    const long = [...short, edge(at('internet'), at('tls')), edge(at('tls'), at('restart'))];
    const of = (edges: Edge[]) =>
      longestWay({ configurations: [], edges, transitions: 0, violations: [] }).taps;
    expect(of(short)).toBe(2);
    expect(of(long)).toBe(3);
  });

  it('ends: there is a way on from every card but the endings', () => {
    expect(deadEnds(explored)).toEqual([]);
    const lost = explored.edges.filter(({ from }) => from.step !== 'roll-back');
    expect(deadEnds({ ...explored, edges: lost }).map(({ step }) => step)).toContain('roll-back');
  });
});
