import { expect, it } from 'vitest';
import { again } from '../../../bot/store/again.ts';
import { StoreConflict, StoreUnavailable } from '../../../bot/store/store.ts';

/** A turn that fails with these, one after the other, and then gives its number. */
function failing(...errors: Error[]) {
  let n = 0;
  return async () => {
    const error = errors[n];
    n += 1;
    if (error) throw error;
    return n;
  };
}

it('A turn that lost is decided again on what the other one left', async () => {
  expect(await again(failing(new StoreConflict(), new StoreConflict()))).toBe(3);
});

it('A turn that loses every time gives up', async () => {
  const lost = Array.from({ length: 9 }, () => new StoreConflict());
  await expect(again(failing(...lost))).rejects.toBeInstanceOf(StoreConflict);
});

it('A turn that failed for another reason is not tried again', async () => {
  await expect(again(failing(new StoreUnavailable()))).rejects.toBeInstanceOf(StoreUnavailable);
});
