import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../../lib/simulator/random.js';

const draw = (seed: number) => {
  const random = new SeededRandom(seed);
  return Array.from({ length: 1_000 }, () => random.next());
};

describe('seeded randomness', () => {
  it('repeats for the same seed and differs for another', () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('stays within 0 and 1 and spreads evenly', () => {
    const drawn = draw(1);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
    expect(mean).toBeCloseTo(0.5, 1);
  });

  it('shuffles into another order with nothing lost', () => {
    const shuffled = new SeededRandom(3).shuffle(['a', 'b', 'c', 'd']);
    expect(shuffled).not.toEqual(['a', 'b', 'c', 'd']);
    expect(shuffled.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });
});
