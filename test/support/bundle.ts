import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const main = fileURLToPath(new URL('../../bot/main.ts', import.meta.url));

/**
 * The bot in one file in `folder`, for tests that start it again and again: of the time that it needs to start, half goes
 * into finding its two thousand files. Resolves with the file's path.
 */
export async function bundleBot(folder: string): Promise<string> {
  const build = await rolldown({
    input: main,
    platform: 'node',
    external: [/^node:/, 'pg-native'],
    logLevel: 'silent',
    // Here only the first module is the program; in one file each would take itself for it.
    transform: { define: { 'import.meta.main': 'false' } },
  });
  await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: 'bot.mjs',
    codeSplitting: false,
    minify: true,
  });
  await build.close();
  return join(folder, 'bot.mjs');
}
