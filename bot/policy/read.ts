import { readFileSync } from 'node:fs';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { defaultPolicy, type Policy, policySchema } from '../../dialogs/triage/policy.ts';
import { codeOf } from '../errors.ts';

export type PolicyFile = { ok: true; policy: Policy } | { ok: false; problems: string[] };

/**
 * Reads the company's policy, a YAML file; without a path the defaults. Every problem is listed at once
 * as `file:line: place: reason`.
 */
export function readPolicyFile(path: string | undefined): PolicyFile {
  if (path === undefined) return { ok: true, policy: defaultPolicy };
  try {
    return readPolicyText(readFileSync(path, 'utf8'), path);
  } catch (error) {
    return { ok: false, problems: [`POLICY_FILE: ${path} can't be read (${codeOf(error)})`] };
  }
}

/** Checks a policy's text; `file` is only named in the problems. */
export function readPolicyText(text: string, file: string): PolicyFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) => `${file}:${lines.linePos(offset ?? 0).line}`;
  if (document.errors.length > 0) {
    return { ok: false, problems: document.errors.map((one) => `${at(one.pos[0])}: ${one.message}`) };
  }
  const parsed = policySchema.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) =>
        `${at(offsetOf(document, issue.path, issue.code === 'unrecognized_keys' ? issue.keys : []))}: ${issue.path.join('.') || 'policy'}: ${issue.message}`,
    );
    return { ok: false, problems };
  }
  return { ok: true, policy: parsed.data };
}

/** Where a value stands in the file: the nearest thing that is there, the unknown key itself where it is one. */
function offsetOf(
  document: Document,
  path: readonly PropertyKey[],
  unknownKeys: readonly string[],
): number | undefined {
  const full = [...path, ...unknownKeys.slice(0, 1)];
  for (let length = full.length; length > 0; length--) {
    const node = document.getIn(full.slice(0, length), true) as
      | { range?: [number, number, number] }
      | undefined;
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0];
}
