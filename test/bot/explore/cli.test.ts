import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../../../bot/explore/cli.ts', import.meta.url));

const explored = (env: NodeJS.ProcessEnv): Promise<{ status: number | null; text: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli], { env: { ...process.env, ...env } });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    child.once('error', reject);
    child.once('exit', (status) => resolve({ status, text }));
  });

describe('npm run explore', () => {
  it('finds no broken rule, under the default policy and every single change, and refuses a policy whose words break one', {
    timeout: 900_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'policy-'));
    try {
      const file = join(folder, 'policy.yaml');
      writeFileSync(file, 'steps:\n  off:\n    - { step: tls, why: Use a repair tool for it }\n');
      const { status, text } = await explored({ POLICY_FILE: file });
      const count = (label: string) => Number(new RegExp(`^${label} +(\\d+)`, 'm').exec(text)?.[1]);
      expect(count('policies')).toBe(23);
      expect(count('configurations')).toBeGreaterThan(500);
      expect(count('transitions')).toBeGreaterThan(1_000_000);
      expect(count('longest path')).toBeLessThanOrEqual(32);
      expect(count('seconds')).toBeGreaterThan(0);
      // The policy in force is the only one with a violation.
      expect(count('violations')).toBe(1);
      expect(text).toMatch(/R13 is broken by the words of a card: /);
      expect(status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
