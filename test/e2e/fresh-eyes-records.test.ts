/** What was found by trying JSON, record steps, code and the library as users would. */
import { describe, expect, test } from 'vitest';
import { startSluice, type ChildResult } from '../support/child.js';
import { folderOf } from '../support/folder-of.js';

describe('the process, with code that a pipeline runs', () => {
  async function converted(code: string): Promise<ChildResult> {
    const cwd = await folderOf({ 't.csv': 'id,v\n1,a\n2,b\n', 'p.sluice.mjs': code });
    return startSluice(['convert', 't.csv', '--pipeline', 'p.sluice.mjs', '--to', 'csv'], { cwd }).ended;
  }

  test.each([
    ['of a transform', 'export default { transform: () => new Promise(() => {}) };'],
    ['of the file', 'await new Promise(() => {}); export default {};'],
  ])('a promise %s that nothing settles is no good end', async (_, code) => {
    const { exitCode, stderr } = await converted(code);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('waits for a promise that nothing can settle. (CODE_FAILED)');
  });

  test.each([
    ['rejected', '{ Promise.reject(new Error("loose")); await new Promise((y) => setTimeout(y, 500)); return r; }'],
    [
      'thrown',
      '{ setTimeout(() => { throw new Error("loose"); }); await new Promise((y) => setTimeout(y, 500)); return r; }',
    ],
  ])('what is %s where nobody waits for it is told without a stack', async (_, body) => {
    const { exitCode, stderr } = await converted(`export default { transform: async (r) => ${body} };`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('sluice: Something failed that nobody waited for: loose (CODE_FAILED)');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('what it has left open does not keep the process', async () => {
    const { exitCode, stdout } = await converted(
      'setInterval(() => {}, 1000); export default { transform: (r) => r };',
    );
    expect([exitCode, stdout]).toEqual([0, 'id,v\n1,a\n2,b\n']);
  });
});
