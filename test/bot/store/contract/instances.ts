import { expect, it } from 'vitest';
import type { Subject } from '../../../support/store-contract.ts';
import { noon } from '../build.ts';

export function instanceContract(subject: Subject): void {
  it('counts the instances that have given a sign of life lately and have not left', async () => {
    const { store } = subject;
    const other = await subject.another();
    expect(await store.alive('one', noon, 20_000)).toBe(1);
    expect(await other.alive('two', noon + 5_000, 20_000)).toBe(2);
    expect(await store.alive('one', noon + 10_000, 20_000)).toBe(2);
    expect(await store.alive('one', noon + 26_000, 20_000)).toBe(1);
    expect(await other.alive('two', noon + 27_000, 20_000)).toBe(2);
    await store.leave('one');
    expect(await other.alive('two', noon + 28_000, 20_000)).toBe(1);
  });
}
