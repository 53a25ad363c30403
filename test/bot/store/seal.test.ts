import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealOf } from '../../../bot/store/seal.ts';

const seal = sealOf('a key for the tests, long enough');
const plain = sealOf(undefined);

describe('A value under DATA_KEY', () => {
  it('comes back as it was, text and bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array(), (text, bytes) => {
        expect(seal.openText(seal.text(text, 'cases 1'), 'cases 1')).toBe(Buffer.from(text).toString());
        expect(Buffer.from(seal.openBytes(seal.bytes(bytes, 'cases 1'), 'cases 1'))).toEqual(
          Buffer.from(bytes),
        );
      }),
    );
  });

  it('looks different each time and shows nothing of itself', () => {
    const [one, two] = [seal.text('Ann Example', 'users 1'), seal.text('Ann Example', 'users 1')];
    expect(one).not.toBe(two);
    expect(one).not.toContain('Ann');
  });

  it('can be neither changed nor moved to another row', () => {
    const stored = seal.text('Ann Example', 'users 1');
    const changed = `${stored.slice(0, -6)}${stored.at(-6) === 'A' ? 'B' : 'A'}${stored.slice(-5)}`;
    expect(() => seal.openText(changed, 'users 1')).toThrow('changed or moved');
    expect(() => seal.openText(stored, 'users 2')).toThrow('changed or moved');
    const bytes = seal.bytes(Buffer.from('Ann Example'), 'cases 1');
    expect(() => seal.openBytes(bytes, 'cases 2')).toThrow('changed or moved');
  });

  it('is not read without its key, and names it', () => {
    const stored = seal.text('Ann Example', 'users 1');
    for (const other of [plain, sealOf('another key, long enough too')]) {
      expect(() => other.openText(stored, 'users 1')).toThrow(seal.current ?? 'a key');
    }
  });
});

describe('Without DATA_KEY', () => {
  it('values are stored as they are, and read by whoever has a key', () => {
    expect(plain.text('{"a":1}', 'users 1')).toBe('{"a":1}');
    expect(seal.openText('{"a":1}', 'users 1')).toBe('{"a":1}');
    expect([plain.isCurrent('{"a":1}'), seal.isCurrent('{"a":1}')]).toEqual([true, false]);
    expect([plain, seal].map((one) => one.isCurrent(seal.text('a', 'users 1')))).toEqual([false, true]);
  });
});
