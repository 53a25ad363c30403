import { expect, it } from 'vitest';
import words from '../../cards/locales/en/evidence.json' with { type: 'json' };
import { findingKeys } from '../../dialogs/understanding/evidence/index.ts';

it('every finding of a paste has its words, and no words are left over', () => {
  expect(Object.keys(words).sort()).toEqual([...findingKeys].sort());
});
